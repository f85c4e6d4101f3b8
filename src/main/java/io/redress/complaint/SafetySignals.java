package io.redress.complaint;

import java.text.Normalizer;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * The word list of a process owner that names a danger: a bullet list of words and phrases, {@code *} at the end for any
 * ending. Capitals, accents' spelling and line breaks do not matter.
 */
public final class SafetySignals {

    private final Map<String, Pattern> entries = new LinkedHashMap<>();

    private SafetySignals() {}

    /** Reads the list; lines that are no bullet are headings and explanations. */
    public static SafetySignals read(String markdown) {
        SafetySignals signals = new SafetySignals();
        for (String line : markdown.split("\\R")) {
            String text = line.strip();
            if (text.length() > 2 && (text.startsWith("- ") || text.startsWith("* "))) {
                String entry = text.substring(2).strip();
                if (entry.chars().anyMatch(Character::isLetterOrDigit)) {
                    signals.entries.put(entry, pattern(entry));
                }
            }
        }
        return signals;
    }

    /** No list: nothing is found, and the person at triage is the only one who can see a danger. */
    public static SafetySignals none() {
        return new SafetySignals();
    }

    /** The entries that occur in the text, in the list's order. */
    public List<String> foundIn(String text) {
        String folded = fold(text);
        return entries.entrySet().stream()
                .filter(entry -> entry.getValue().matcher(folded).find())
                .map(Map.Entry::getKey)
                .toList();
    }

    private static Pattern pattern(String entry) {
        boolean anyEnding = entry.endsWith("*");
        String words = fold(anyEnding ? entry.substring(0, entry.length() - 1) : entry);
        String spaced = String.join(
                "[\\s\\u00a0]+",
                Arrays.stream(words.split("[\\s\\u00a0]+"))
                        .filter(word -> !word.isEmpty())
                        .map(Pattern::quote)
                        .toList());
        return Pattern.compile("(?<![\\p{L}\\p{N}])" + spaced + (anyEnding ? "" : "(?![\\p{L}\\p{N}])"));
    }

    private static String fold(String text) {
        return Normalizer.normalize(text, Normalizer.Form.NFKC).toLowerCase(Locale.ROOT);
    }
}
