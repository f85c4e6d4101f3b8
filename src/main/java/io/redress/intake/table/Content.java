package io.redress.intake.table;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PushbackReader;
import java.io.Reader;
import java.nio.charset.Charset;
import java.nio.charset.CodingErrorAction;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/** A file's bytes and characters: inflated within limits, decoded so that what is no text stays visible. */
final class Content {

    /** Stands where bytes are no text in the encoding: a code point that no text may contain. */
    static final char MALFORMED = '\uFFFE';

    static final int SAMPLE = 1 << 16;

    private static final long MOST_INFLATED = 4L << 30;
    private static final int RATIO = 1_000;
    private static final long RATIO_COUNTS_FROM = 1 << 20;

    private Content() {}

    static boolean gzip(ByteSource file) throws IOException {
        try (InputStream in = file.open()) {
            byte[] start = in.readNBytes(2);
            return start.length == 2 && (start[0] & 0xff) == 0x1f && (start[1] & 0xff) == 0x8b;
        }
    }

    static InputStream bytes(ByteSource file, boolean gzip) throws IOException {
        InputStream in = file.open();
        if (!gzip) {
            return new BufferedInputStream(in, SAMPLE);
        }
        try {
            return new Inflated(new Counted(in));
        } catch (IOException e) {
            in.close();
            throw new UnreadableBytes("The file begins like gzip, but is damaged: it cannot be unpacked.");
        }
    }

    static byte[] head(ByteSource file, boolean gzip) throws IOException {
        try (InputStream in = bytes(file, gzip)) {
            return in.readNBytes(SAMPLE);
        }
    }

    /** The text without its byte order mark; bytes that are no text become {@link #MALFORMED}. */
    static Reader text(ByteSource file, boolean gzip, Charset charset) throws IOException {
        Reader decoded = new InputStreamReader(
                bytes(file, gzip),
                charset.newDecoder()
                        .onMalformedInput(CodingErrorAction.REPLACE)
                        .onUnmappableCharacter(CodingErrorAction.REPLACE)
                        .replaceWith(String.valueOf(MALFORMED)));
        PushbackReader reader = new PushbackReader(decoded, 1);
        int first = reader.read();
        if (first >= 0 && first != '\uFEFF') {
            reader.unread(first);
        }
        return reader;
    }

    static String sample(ByteSource file, boolean gzip, Charset charset) throws IOException {
        try (Reader reader = text(file, gzip, charset)) {
            char[] chars = new char[SAMPLE];
            int filled = 0;
            int n;
            while (filled < SAMPLE && (n = reader.read(chars, filled, SAMPLE - filled)) >= 0) {
                filled += n;
            }
            return new String(chars, 0, filled);
        }
    }

    /** How many bytes were taken from the file itself. */
    private static final class Counted extends FilterInputStream {

        private long taken;

        Counted(InputStream in) {
            super(in);
        }

        @Override
        public int read() throws IOException {
            int b = super.read();
            taken += b < 0 ? 0 : 1;
            return b;
        }

        @Override
        public int read(byte[] b, int off, int len) throws IOException {
            int n = super.read(b, off, len);
            taken += Math.max(n, 0);
            return n;
        }
    }

    /** Unpacks, but not what is made to fill a disk or a memory: deflate reaches 1,032 to 1 on nothing but repetition. */
    private static final class Inflated extends InputStream {

        private final Counted packed;
        private final GZIPInputStream in;
        private long inflated;

        Inflated(Counted packed) throws IOException {
            this.packed = packed;
            this.in = new GZIPInputStream(packed, SAMPLE);
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] b, int off, int len) throws IOException {
            int n;
            try {
                n = in.read(b, off, len);
            } catch (EOFException | ZipException e) {
                throw new UnreadableBytes("The gzip file is damaged or cut off: it cannot be unpacked to its end.");
            }
            inflated += Math.max(n, 0);
            if (inflated > MOST_INFLATED || (inflated > RATIO_COUNTS_FROM && inflated / RATIO > packed.taken)) {
                throw new UnreadableBytes("The gzip file unpacks to more than 4 GB or to more than " + RATIO
                        + " times its size; unpack it and send it in parts.");
            }
            return n;
        }

        @Override
        public void close() throws IOException {
            in.close();
        }
    }
}
