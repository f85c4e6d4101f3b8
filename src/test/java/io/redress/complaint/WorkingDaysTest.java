package io.redress.complaint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.redress.platform.RedressProperties;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WorkingDaysTest {

    private final WorkingDays days = new WorkingDays(
            Clock.fixed(Instant.parse("2026-11-20T10:00:00Z"), ZoneOffset.UTC),
            new RedressProperties(Path.of("."), null, ZoneId.of("Europe/Berlin"), "Test"));

    @ParameterizedTest
    @CsvSource({
        "2026-11-19T10:00:00Z, 1, 2026-11-20T10:00:00Z", // Thursday to Friday
        "2026-11-20T10:00:00Z, 1, 2026-11-23T10:00:00Z", // over a weekend
        "2026-11-20T10:00:00Z, 5, 2026-11-27T10:00:00Z",
        "2026-11-21T10:00:00Z, 1, 2026-11-23T10:00:00Z", // from a Saturday
        "2026-11-22T23:30:00Z, 1, 2026-11-23T23:30:00Z", // Monday already, in Berlin
        "2026-10-23T10:00:00Z, 1, 2026-10-26T11:00:00Z", // the same hour there, over the end of summer time
        "2026-11-20T10:00:00Z, 0, 2026-11-20T10:00:00Z",
    })
    void countsMondayToFridayInTheOrganisationsZone(Instant from, int count, Instant expected) {
        assertThat(days.after(from, count)).isEqualTo(expected);
    }

    @Test
    void countsFromTheOneClock() {
        assertThat(days.fromNow(2)).isEqualTo(Instant.parse("2026-11-24T10:00:00Z"));
        assertThatThrownBy(() -> days.fromNow(-1)).isInstanceOf(IllegalArgumentException.class);
    }
}
