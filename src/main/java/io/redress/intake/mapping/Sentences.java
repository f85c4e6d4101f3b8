package io.redress.intake.mapping;

import io.redress.intake.table.TableFormat;
import io.redress.intake.table.TableFormat.Kind;
import java.util.Comparator;
import java.util.List;
import java.util.Set;

/** What a plan says to the person who sent a file. */
final class Sentences {

    private static final int SHOWN = 30;

    private Sentences() {}

    static String recognised(TableFormat format) {
        StringBuilder said = new StringBuilder("Recognised: ");
        said.append(
                switch (format.kind()) {
                    case DELIMITED -> "delimited text, ";
                    case JSON -> "JSON, ";
                    case XML -> "XML, ";
                });
        said.append(format.gzip() ? "gzip, " : "").append(format.charset()).append(", ");
        int count = format.columns().size();
        if (format.kind() == Kind.DELIMITED) {
            said.append(delimiter(format)).append(", ");
            said.append(format.quote() == null ? "quotes are plain text, " : "");
            said.append(format.heading() ? "heading with " : "no heading, ");
        }
        said.append(count).append(count == 1 ? " column: " : " columns: ");
        List<String> columns = format.columns();
        said.append(String.join(", ", columns.subList(0, Math.min(SHOWN, count))));
        return said.append(count > SHOWN ? ", and " + (count - SHOWN) + " more." : ".")
                .toString();
    }

    static String noMapping(TableFormat format) {
        return recognised(format)
                + " Missing: a mapping; no ready one fits, so it is not known which column is the description. "
                + example(format) + nearest(format);
    }

    static String columnsMissing(TableFormat format, Mapping mapping, Set<String> missing) {
        return recognised(format) + " Missing: the mapping " + mapping.id() + " takes values from "
                + String.join(", ", missing) + ", which the file does not have. Name the columns as the file does, or "
                + "list them under optional or aliases in the mapping.";
    }

    static String descriptionMissing(TableFormat format, Mapping mapping) {
        return recognised(format) + " Missing: a column for the description; the mapping " + mapping.id()
                + " finds none. " + example(format);
    }

    static String orderMissing(String column, DateSample dates) {
        return "The dates in " + column + " (such as " + dates.example() + ") can be read "
                + DateSample.words(dates.best()) + ". Missing: which; say it as the date order (DMY, MDY or YMD) or as "
                + "dates in the mapping.";
    }

    static String noDates(String column, String example) {
        return "Missing: dates in " + column + "; what stands there is none that can be read, such as "
                + RowValues.shown(example) + ".";
    }

    private static String example(TableFormat format) {
        String column = format.columns().get(0);
        return "Say it in a mapping: id: my-files, source: my-files, fields: {description: \"" + column
                + "\"}, where the column in quotes is the one with the text; or match the columns on the import page.";
    }

    /** A ready mapping that nearly fits, so that a renamed column is found. */
    private static String nearest(TableFormat format) {
        return ReadyMappings.all().stream()
                .filter(m -> m.said().recognise().size() > 1)
                .map(m -> {
                    Binding binding = new Binding(m.said(), format.columns());
                    List<String> lacking = m.said().recognise().stream()
                            .filter(c -> !binding.has(c))
                            .toList();
                    return new Near(m, lacking);
                })
                .filter(n ->
                        n.lacking.size() * 2 <= n.mapping.said().recognise().size())
                .min(Comparator.comparingInt(n -> n.lacking.size()))
                .map(n -> " The ready mapping " + n.mapping.id() + " would fit if the file also had "
                        + (n.lacking.isEmpty() ? "the columns it needs" : String.join(", ", n.lacking)) + ".")
                .orElse("");
    }

    private static String delimiter(TableFormat format) {
        String delimiter = format.delimiter();
        return switch (delimiter == null ? "," : delimiter) {
            case "," -> "comma";
            case ";" -> "semicolon";
            case "\t" -> "tab";
            case "|" -> "vertical bar";
            default -> "delimiter " + delimiter;
        };
    }

    private record Near(Mapping mapping, List<String> lacking) {}
}
