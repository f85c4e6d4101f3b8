package io.redress.complaint;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.text.Normalizer;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * How our own short fields are spelled for the search index. Words of people come here only as the hashes that the
 * person store made of them.
 */
final class SearchTerms {

    /** From this length on a part of a word is found; shorter ones as whole words only. */
    static final int SHORTEST_PART = 3;

    private static final String OFTEN = "-./_@+#: ";
    private static final String OFTEN_FOLDED = "QRSTUVWXY";
    private static final Pattern MARKS = Pattern.compile("[\\u0300-\\u036f]+");
    private static final Pattern AROUND = Pattern.compile("^[^\\p{L}\\p{N}]+|[^\\p{L}\\p{N}]+$");
    private static final Pattern BETWEEN = Pattern.compile("[^a-z0-9]+");
    private static final Pattern BLANKS = Pattern.compile("[\\s\\u00a0]+");

    private SearchTerms() {}

    /**
     * Small letters and digits without accents stay; everything else becomes capital letters, so that any three
     * characters make a trigram in every script and locale, and LIKE needs no escapes. The migration does the same.
     */
    static String folded(String field) {
        String lower = Normalizer.normalize(field, Normalizer.Form.NFKC)
                .toLowerCase(Locale.ROOT)
                .replace("ß", "ss");
        String plain =
                MARKS.matcher(Normalizer.normalize(lower, Normalizer.Form.NFD)).replaceAll("");
        StringBuilder folded = new StringBuilder(plain.length());
        plain.codePoints().forEach(c -> {
            int often = OFTEN.indexOf(c);
            if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '\n') {
                folded.append((char) c);
            } else if (often >= 0) {
                folded.append(OFTEN_FOLDED.charAt(often));
            } else {
                folded.append('Z');
                for (char digit : String.format("%04x", c).toCharArray()) {
                    folded.append((char) ('A' + Character.digit(digit, 16)));
                }
            }
        });
        return folded.toString();
    }

    /** The words of a question: between blanks, without the punctuation around them. */
    static List<String> words(String question) {
        return BLANKS.splitAsStream(question)
                .map(word -> AROUND.matcher(word).replaceAll(""))
                .filter(word -> !word.isEmpty())
                .distinct()
                .toList();
    }

    /** The tokens of the words that are too short for a trigram. */
    static Set<Long> shortWords(String folded) {
        Set<Long> tokens = new TreeSet<>();
        BETWEEN.splitAsStream(folded)
                .filter(word -> !word.isEmpty() && word.length() < SHORTEST_PART)
                .forEach(word -> tokens.add(shortWord(word)));
        return tokens;
    }

    static long shortWord(String folded) {
        return ownToken("word:" + folded);
    }

    /** The token of a product's code, to the letter. */
    static long product(String code) {
        return ownToken("product:" + code);
    }

    /** Of a person's word: never negative, as an own token always is, so that an erasure can tell them apart. */
    static long personToken(String hex) {
        return Long.parseUnsignedLong(hex, 16) & Long.MAX_VALUE;
    }

    private static long ownToken(String text) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return ByteBuffer.wrap(Arrays.copyOf(hash, Long.BYTES)).getLong() | Long.MIN_VALUE;
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }
}
