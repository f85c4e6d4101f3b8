package io.redress.intake.mapping;

import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** In which order the dates of a column can be read. */
final class DateSample {

    private final Map<DateOrder, Integer> readable = new EnumMap<>(DateOrder.class);
    private int read;
    private @Nullable String example;
    private @Nullable String unreadable;

    void take(String cell) {
        String text = cell.strip();
        if (text.isEmpty()) {
            return;
        }
        boolean any = false;
        for (DateOrder order : DateOrder.values()) {
            if (Dates.strictly(text, order) != null) {
                readable.merge(order, 1, Integer::sum);
                any = true;
            }
        }
        if (any) {
            read++;
            example = example == null ? text : example;
        } else {
            unreadable = unreadable == null ? text : unreadable;
        }
    }

    /** The orders in which most of the dates can be read: one, if the file tells; none, if there are no dates. */
    Set<DateOrder> best() {
        int most = readable.values().stream().mapToInt(Integer::intValue).max().orElse(0);
        Set<DateOrder> best = EnumSet.noneOf(DateOrder.class);
        readable.forEach((order, count) -> {
            if (count == most) {
                best.add(order);
            }
        });
        return best;
    }

    /** Dates that cannot be read in this order, though in another. */
    int against(DateOrder order) {
        return read - readable.getOrDefault(order, 0);
    }

    int read() {
        return read;
    }

    String example() {
        return example == null ? "" : example;
    }

    @Nullable
    String unreadable() {
        return unreadable;
    }

    static String words(Set<DateOrder> orders) {
        return String.join(
                " or ", List.copyOf(orders).stream().map(Dates.WORDS::get).toList());
    }
}
