package io.redress.platform;

import io.redress.core.CaseType;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Issues the references that people use: {@code C-2026-000123}. They are unique and ascend within a year; numbers of
 * transactions that were rolled back are missing. Each kind of case makes its sequences in its own migration, named
 * {@code reference_<kind>_<year>}.
 */
@Component
public class References {

    private static final int DIGITS = 6;

    private final JdbcClient jdbc;
    private final Clock clock;
    private final RedressProperties properties;

    References(JdbcClient jdbc, Clock clock, RedressProperties properties) {
        this.jdbc = jdbc;
        this.clock = clock;
        this.properties = properties;
    }

    /**
     * The next references of this kind, ascending; the year is the organisation's at this moment.
     *
     * @throws org.springframework.dao.DataAccessException when no sequence was laid for the kind and year
     */
    public List<String> next(CaseType type, int count) {
        int year = year();
        return jdbc
                .sql("select " + nextval(type, year) + " from generate_series(1, ?)")
                .param(count)
                .query(Long.class)
                .list()
                .stream()
                .map(number -> spelled(type, year, number))
                .toList();
    }

    /** The next reference of each of these kinds, in their order, for the price of one. */
    public List<String> nextOfEach(CaseType... types) {
        int year = year();
        String sequences = Arrays.stream(types).map(type -> nextval(type, year)).collect(Collectors.joining(", "));
        return jdbc.sql("select " + sequences)
                .query((row, number) -> {
                    List<String> references = new ArrayList<>(types.length);
                    for (int i = 0; i < types.length; i++) {
                        references.add(spelled(types[i], year, row.getLong(i + 1)));
                    }
                    return references;
                })
                .single();
    }

    private int year() {
        return clock.instant().atZone(properties.zone()).getYear();
    }

    private static String nextval(CaseType type, int year) {
        return "nextval('reference_" + type.key() + "_" + year + "')";
    }

    private static String spelled(CaseType type, int year, long number) {
        String digits = Long.toString(number);
        return prefix(type) + "-" + year + "-" + "0".repeat(Math.max(0, DIGITS - digits.length())) + digits;
    }

    private static String prefix(CaseType type) {
        return switch (type) {
            case REPORT -> "R";
            case COMPLAINT -> "C";
            case INVESTIGATION -> "I";
            case CAPA -> "CAPA";
            case SYSTEM -> throw new IllegalArgumentException("The system is not a case");
        };
    }
}
