package io.redress.intake.table;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.StandardCharsets;
import java.nio.charset.UnsupportedCharsetException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.mozilla.universalchardet.UniversalDetector;

/** Finds out in which encoding a file is written. */
final class Charsets {

    /** How far a file is read for it. */
    private static final long LOOK_AT = 64L << 20;

    private static final Charset WESTERN = Charset.forName("windows-1252");
    private static final Pattern DECLARED =
            Pattern.compile("\\A\\s*<\\?xml[^>]{0,200}?encoding\\s*=\\s*[\"']([A-Za-z0-9._-]{1,40})[\"']");

    private Charsets() {}

    static Charset named(String name) throws UnreadableTable {
        try {
            Charset charset = Charset.forName(name.strip());
            charset.newDecoder();
            return charset;
        } catch (IllegalCharsetNameException | UnsupportedCharsetException | UnsupportedOperationException e) {
            throw new UnreadableTable(
                    "charset", "\"" + name + "\" is no encoding that is known here, such as UTF-8 or windows-1252.");
        }
    }

    static Charset of(ByteSource file, boolean gzip, byte[] head) throws IOException {
        Charset marked = mark(head);
        if (marked == null) {
            marked = wide(head);
        }
        if (marked == null) {
            marked = declared(head);
        }
        if (marked != null) {
            return marked;
        }
        Utf8Check utf8 = new Utf8Check();
        UniversalDetector guesses = new UniversalDetector();
        try (InputStream in = Content.bytes(file, gzip)) {
            byte[] buffer = new byte[Content.SAMPLE];
            long looked = 0;
            int n;
            while (looked < LOOK_AT && (n = in.read(buffer)) >= 0) {
                looked += n;
                utf8.take(buffer, n);
                if (!guesses.isDone()) {
                    guesses.handleData(buffer, 0, n);
                }
            }
        }
        if (utf8.holds()) {
            return StandardCharsets.UTF_8;
        }
        guesses.dataEnd();
        return supported(guesses.getDetectedCharset());
    }

    private static @Nullable Charset mark(byte[] b) {
        if (begins(b, 0xEF, 0xBB, 0xBF)) {
            return StandardCharsets.UTF_8;
        }
        if (begins(b, 0xFF, 0xFE, 0, 0)) {
            return Charset.forName("UTF-32LE");
        }
        if (begins(b, 0, 0, 0xFE, 0xFF)) {
            return Charset.forName("UTF-32BE");
        }
        if (begins(b, 0xFF, 0xFE)) {
            return StandardCharsets.UTF_16LE;
        }
        return begins(b, 0xFE, 0xFF) ? StandardCharsets.UTF_16BE : null;
    }

    /** UTF-16 without its mark: mostly Latin text has a zero in every second byte. */
    private static @Nullable Charset wide(byte[] b) {
        int even = 0;
        int odd = 0;
        for (int i = 0; i < b.length; i++) {
            if (b[i] == 0) {
                if (i % 2 == 0) {
                    even++;
                } else {
                    odd++;
                }
            }
        }
        if (b.length < 8 || even + odd < b.length * 0.3) {
            return null;
        }
        return odd > even * 10 ? StandardCharsets.UTF_16LE : even > odd * 10 ? StandardCharsets.UTF_16BE : null;
    }

    private static @Nullable Charset declared(byte[] b) {
        Matcher m = DECLARED.matcher(new String(b, 0, Math.min(b.length, 400), StandardCharsets.ISO_8859_1));
        if (!m.find()) {
            return null;
        }
        try {
            Charset charset = Charset.forName(m.group(1));
            // A declaration that is read byte by byte cannot be right about two bytes per character.
            return charset.name().startsWith("UTF-") ? null : charset;
        } catch (IllegalCharsetNameException | UnsupportedCharsetException e) {
            return null;
        }
    }

    private static Charset supported(@Nullable String guess) {
        try {
            return guess == null || guess.startsWith("UTF-") || guess.equals("US-ASCII")
                    ? WESTERN
                    : Charset.forName(guess);
        } catch (IllegalCharsetNameException | UnsupportedCharsetException e) {
            return WESTERN;
        }
    }

    private static boolean begins(byte[] b, int... start) {
        if (b.length < start.length) {
            return false;
        }
        for (int i = 0; i < start.length; i++) {
            if ((b[i] & 0xff) != start[i]) {
                return false;
            }
        }
        return true;
    }
}
