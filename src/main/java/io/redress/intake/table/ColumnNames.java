package io.redress.intake.table;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Gives every column a name of its own. */
final class ColumnNames {

    private ColumnNames() {}

    static List<String> numbered(int count) {
        List<String> names = new ArrayList<>();
        for (int i = 1; i <= count; i++) {
            names.add(number(i));
        }
        return names;
    }

    static String number(int column) {
        return "column " + column;
    }

    /** What the heading says; a column that it does not name gets its number, one that it names again a count. */
    static List<String> unique(List<String> heading) {
        Set<String> taken = new HashSet<>();
        List<String> names = new ArrayList<>();
        for (int i = 0; i < heading.size(); i++) {
            String said = heading.get(i).strip();
            String name = said.isEmpty() ? number(i + 1) : said;
            String unique = name;
            for (int n = 2; !taken.add(unique); n++) {
                unique = name + " (" + n + ")";
            }
            names.add(unique);
        }
        return names;
    }
}
