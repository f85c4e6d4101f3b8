package io.redress.identity;

import java.util.List;

/** The roles, which are the engine's groups; models name them as candidate groups. */
public final class Roles {

    public static final String AGENTS = "intake-agents";
    public static final String HANDLERS = "complaint-handlers";
    public static final String INVESTIGATORS = "investigators";
    public static final String QUALITY = "quality-managers";
    public static final String OWNERS = "process-owners";
    public static final String AUDITORS = "auditors";
    public static final String ADMINISTRATORS = "administrators";

    public static final List<String> ALL =
            List.of(AGENTS, HANDLERS, INVESTIGATORS, QUALITY, OWNERS, AUDITORS, ADMINISTRATORS);

    private Roles() {}
}
