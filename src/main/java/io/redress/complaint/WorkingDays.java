package io.redress.complaint;

import io.redress.platform.RedressProperties;
import java.time.Clock;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.ZonedDateTime;
import org.springframework.stereotype.Component;

/** Counts Monday to Friday in the organisation's zone; it knows no holidays and no other calendars. */
@Component
public class WorkingDays {

    private final Clock clock;
    private final RedressProperties properties;

    WorkingDays(Clock clock, RedressProperties properties) {
        this.clock = clock;
        this.properties = properties;
    }

    /** This many working days after now. */
    public Instant fromNow(int days) {
        return after(clock.instant(), days);
    }

    /** This many working days later, at the same time of day; with 0 days the instant itself. */
    Instant after(Instant from, int days) {
        if (days < 0 || days > 3650) {
            throw new IllegalArgumentException("0 to 3650 working days, not " + days);
        }
        ZonedDateTime day = from.atZone(properties.zone());
        for (int left = days; left > 0; ) {
            day = day.plusDays(1);
            if (day.getDayOfWeek() != DayOfWeek.SATURDAY && day.getDayOfWeek() != DayOfWeek.SUNDAY) {
                left--;
            }
        }
        return day.toInstant();
    }
}
