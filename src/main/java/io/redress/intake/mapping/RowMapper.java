package io.redress.intake.mapping;

import io.redress.core.Refusal;
import io.redress.intake.table.TableRow;
import java.time.LocalDate;
import java.time.ZoneId;

/** Makes complaints of rows, as a plan says. Not for several threads. */
public final class RowMapper {

    /**
     * @param today the organisation's day, after which nothing can have been received
     * @param zone in which days begin, where the mapping names none
     */
    public RowMapper(Plan plan, LocalDate today, ZoneId zone) {
        throw new UnsupportedOperationException();
    }

    /** @throws Refusal with every field that is missing or wrong, by the names of the file's columns where it has them */
    public MappedRow map(TableRow row) {
        throw new UnsupportedOperationException();
    }

    /** As {@link #map}, for a row that was kept: {@code raw} as in {@link MappedRow#complaint()}. */
    public MappedRow map(String raw) {
        throw new UnsupportedOperationException();
    }

    /** The row as received, as JSON: each column's name and cell, in the file's order. */
    public String raw(TableRow row) {
        throw new UnsupportedOperationException();
    }
}
