package io.redress.party;

import java.text.Normalizer;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Cuts a text into the words by which it is found: without case and accents, e-mail addresses also whole. */
final class SearchWords {

    private static final Pattern EMAIL = Pattern.compile("[^\\s@<>,;:\"()]+@[^\\s@<>,;:\"()]+");
    private static final Pattern MARKS = Pattern.compile("\\p{M}+");
    private static final Pattern BETWEEN = Pattern.compile("[^\\p{L}\\p{N}]+");

    private SearchWords() {}

    static Set<String> of(String text) {
        String plain = plain(text);
        Set<String> words = new LinkedHashSet<>();
        Matcher addresses = EMAIL.matcher(plain);
        while (addresses.find()) {
            words.add(addresses.group());
        }
        for (String word : BETWEEN.split(plain)) {
            if (word.codePointCount(0, word.length()) >= 2) {
                words.add(word);
            }
        }
        return words;
    }

    /** NFKC, lower case, no accents; {@code ß} is {@code ss}. */
    static String plain(String text) {
        String lower = Normalizer.normalize(text, Normalizer.Form.NFKC)
                .toLowerCase(Locale.ROOT)
                .replace("ß", "ss");
        return MARKS.matcher(Normalizer.normalize(lower, Normalizer.Form.NFD)).replaceAll("");
    }
}
