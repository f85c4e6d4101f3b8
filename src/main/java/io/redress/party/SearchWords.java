package io.redress.party;

import java.text.Normalizer;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** Cuts a text into the words by which it is found: without case and accents, e-mail addresses also whole. */
final class SearchWords {

    /** Between e-mail addresses; split rather than searched, because a search is quadratic in a text without blanks. */
    private static final Pattern BETWEEN_ADDRESSES = Pattern.compile("[\\s<>,;:\"()]+");

    /** RFC 5321 4.5.3.1.3, less the angle brackets. */
    private static final int LONGEST_ADDRESS = 254;

    private static final Pattern MARKS = Pattern.compile("\\p{M}+");
    private static final Pattern BETWEEN = Pattern.compile("[^\\p{L}\\p{N}]+");

    private SearchWords() {}

    static Set<String> of(String text) {
        String plain = plain(text);
        Set<String> words = new LinkedHashSet<>();
        for (String address : BETWEEN_ADDRESSES.split(plain)) {
            int at = address.indexOf('@');
            if (at > 0
                    && at == address.lastIndexOf('@')
                    && at < address.length() - 1
                    && address.length() <= LONGEST_ADDRESS) {
                words.add(address);
            }
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
