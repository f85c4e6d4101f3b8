package io.redress.complaint;

import java.util.List;

/** The classes of severity, gravest first. */
public final class Severity {

    public static final List<String> ALL = List.of("critical", "major", "moderate", "minor");

    private Severity() {}
}
