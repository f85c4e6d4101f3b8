package io.redress.platform;

import io.redress.core.CaseType;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Issues the references that people use: {@code C-2026-000123}. They are unique and ascend within a year; numbers of
 * transactions that were rolled back are missing. Each kind of case makes its sequences in its own migration, named
 * {@code reference_<kind>_<year>}.
 */
@Component
public class References {

    private final JdbcClient jdbc;
    private final Clock clock;
    private final RedressProperties properties;

    References(JdbcClient jdbc, Clock clock, RedressProperties properties) {
        this.jdbc = jdbc;
        this.clock = clock;
        this.properties = properties;
    }

    /**
     * The next reference of this kind; the year is the organisation's at this moment.
     *
     * @throws org.springframework.dao.DataAccessException when no sequence was laid for the kind and year
     */
    public String next(CaseType type) {
        return next(type, 1).get(0);
    }

    /** As {@link #next(CaseType)}, for many at once, ascending. */
    public List<String> next(CaseType type, int count) {
        int year = clock.instant().atZone(properties.zone()).getYear();
        return jdbc
                .sql("select nextval('reference_" + type.key() + "_" + year + "') from generate_series(1, ?)")
                .param(count)
                .query(Long.class)
                .list()
                .stream()
                .map(number -> String.format(Locale.ROOT, "%s-%d-%06d", prefix(type), year, number))
                .toList();
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
