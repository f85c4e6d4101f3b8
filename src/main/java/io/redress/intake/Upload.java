package io.redress.intake;

import io.redress.intake.table.ByteSource;

/**
 * A file that somebody sent.
 *
 * @param name as it was called there
 * @param content readable as often as needed, until it is stored
 */
public record Upload(String name, ByteSource content) {}
