package io.redress.intake.table;

import java.io.IOException;
import java.io.InputStream;

/** A file's content that can be read from its beginning as often as needed. */
@FunctionalInterface
public interface ByteSource {

    InputStream open() throws IOException;
}
