package io.redress.intake.mapping;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads days and times of day as people and programs write them. It never guesses an order; that is its caller's. */
final class Dates {

    private static final String SEPARATOR = "(?:[-/ ]|\\. ?)";
    private static final String REST = "(?:(?:[T ]|, ?)\\s*(.+))?";
    private static final Pattern YEAR_FIRST =
            Pattern.compile("(\\d{4})" + SEPARATOR + "(\\d{1,2})" + SEPARATOR + "(\\d{1,2})" + REST);
    private static final Pattern DIGITS = Pattern.compile("(\\d{4})(\\d{2})(\\d{2})" + REST);
    private static final Pattern YEAR_LAST =
            Pattern.compile("(\\d{1,2})" + SEPARATOR + "(\\d{1,2})" + SEPARATOR + "(\\d{4}|\\d{2})" + REST);
    private static final Pattern DAY_NAME =
            Pattern.compile("(\\d{1,2})" + SEPARATOR + "(\\p{L}{3,9})" + SEPARATOR + "(\\d{4}|\\d{2})" + REST);
    private static final Pattern NAME_DAY = Pattern.compile("(\\p{L}{3,9})\\.? (\\d{1,2}),? (\\d{4})" + REST);
    private static final Pattern TIME = Pattern.compile(
            "(\\d{1,2}):(\\d{2})(?::(\\d{2})(?:[.,]\\d{1,9})?)?\\s*([AaPp])?(?:\\.?[Mm]\\.?)?\\s*(Z|[+-]\\d{2}:?\\d{2})?");

    private static final List<List<String>> MONTHS = List.of(
            List.of("jan", "jän"),
            List.of("feb"),
            List.of("mar", "mär"),
            List.of("apr"),
            List.of("may", "mai"),
            List.of("jun"),
            List.of("jul"),
            List.of("aug"),
            List.of("sep"),
            List.of("oct", "okt"),
            List.of("nov"),
            List.of("dec", "dez"));

    static final Map<DateOrder, String> WORDS =
            Map.of(DateOrder.YMD, "year-month-day", DateOrder.DMY, "day-month-year", DateOrder.MDY, "month-day-year");

    private Dates() {}

    /** @param time null when the text tells the day only */
    record Moment(
            LocalDate date,
            @Nullable LocalTime time,
            @Nullable ZoneOffset offset) {}

    /**
     * Null when it is no date in this order. Where the year stands first or the month has a name there is only one way to
     * read it, whatever the order.
     */
    static @Nullable Moment read(String text, @Nullable DateOrder order) {
        String t = text.strip();
        Moment certain = strictly(t, DateOrder.YMD);
        if (certain == null) {
            certain = named(t, DateOrder.DMY);
        }
        if (certain == null) {
            certain = named(t, DateOrder.MDY);
        }
        return certain != null || order == null ? certain : strictly(t, order);
    }

    /** Null when it is not written in this very order. */
    static @Nullable Moment strictly(String text, DateOrder order) {
        String t = text.strip();
        if (order == DateOrder.YMD) {
            Matcher m = YEAR_FIRST.matcher(t);
            if (!m.matches()) {
                m = DIGITS.matcher(t);
            }
            return m.matches() ? moment(m.group(1), m.group(2), m.group(3), m.group(4)) : null;
        }
        Matcher m = YEAR_LAST.matcher(t);
        if (!m.matches()) {
            return named(t, order);
        }
        return order == DateOrder.DMY
                ? moment(m.group(3), m.group(2), m.group(1), m.group(4))
                : moment(m.group(3), m.group(1), m.group(2), m.group(4));
    }

    /** A time of day; null when it is none. */
    static @Nullable LocalTime time(String text) {
        Matcher m = TIME.matcher(text.strip());
        return m.matches() ? time(m) : null;
    }

    private static @Nullable Moment named(String t, DateOrder order) {
        Matcher m = (order == DateOrder.DMY ? DAY_NAME : NAME_DAY).matcher(t);
        if (!m.matches()) {
            return null;
        }
        String name = m.group(order == DateOrder.DMY ? 2 : 1).toLowerCase(Locale.ROOT);
        String day = m.group(order == DateOrder.DMY ? 1 : 2);
        for (int i = 0; i < MONTHS.size(); i++) {
            if (MONTHS.get(i).stream().anyMatch(name::startsWith)) {
                return moment(m.group(3), String.valueOf(i + 1), day, m.group(4));
            }
        }
        return null;
    }

    private static @Nullable Moment moment(String year, String month, String day, @Nullable String rest) {
        try {
            int y = Integer.parseInt(year);
            if (year.length() == 2) {
                // Fixed, not relative to today: the same file must say the same next year.
                y += y < 70 ? 2000 : 1900;
            }
            LocalDate date = LocalDate.of(y, Integer.parseInt(month), Integer.parseInt(day));
            if (rest == null || rest.isBlank()) {
                return new Moment(date, null, null);
            }
            Matcher m = TIME.matcher(rest.strip());
            LocalTime time = m.matches() ? time(m) : null;
            if (time == null) {
                return null;
            }
            return new Moment(date, time, m.group(5) == null ? null : ZoneOffset.of(m.group(5)));
        } catch (DateTimeException e) {
            return null;
        }
    }

    private static @Nullable LocalTime time(Matcher m) {
        int hour = Integer.parseInt(m.group(1));
        if (m.group(4) != null) {
            if (hour < 1 || hour > 12) {
                return null;
            }
            hour = hour % 12 + (m.group(4).equalsIgnoreCase("p") ? 12 : 0);
        }
        try {
            return LocalTime.of(
                    hour, Integer.parseInt(m.group(2)), m.group(3) == null ? 0 : Integer.parseInt(m.group(3)));
        } catch (DateTimeException e) {
            return null;
        }
    }
}
