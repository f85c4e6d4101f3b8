package io.redress.intake.table;

import java.io.Closeable;
import java.io.IOException;
import java.io.Reader;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Cuts text into records and knows on which lines they lie. It keeps one record at a time and can go back within it, so
 * that a quote that is never closed does not swallow the rows after it. What lies between delimiters is not its business.
 */
final class RecordSplitter implements Closeable {

    /** Stands for "quotes are plain text": a code point that no text may contain. */
    static final char NO_QUOTE = '\uFFFF';

    private static final int SHOWN = 1_000;

    private final Reader in;
    private final char delimiter;
    private final char quote;
    private final int limit;

    private char[] buffer = new char[1 << 14];
    private int end;
    private boolean drained;

    private int start;
    private int textEnd;
    private int next;
    private @Nullable String beginning;

    private long startLine = 1;
    private long nextLine = 1;
    private boolean severalLines;
    private boolean unclosed;
    private boolean tooLong;

    /** @param limit of a record, in characters */
    RecordSplitter(Reader in, char delimiter, char quote, int limit) {
        this.in = in;
        this.delimiter = delimiter;
        this.quote = quote;
        this.limit = limit;
    }

    /** Goes to the next record, however many lines it has; false at the end. */
    boolean record() throws IOException {
        return advance(quote);
    }

    /** Goes to the next line, whatever quotes it holds; false at the end. */
    boolean line() throws IOException {
        return advance(NO_QUOTE);
    }

    /** The record without its line end; the beginning of one that is too long. */
    String text() {
        return beginning != null ? beginning : new String(buffer, start, textEnd - start);
    }

    /** On which the record begins, from 1. */
    long startLine() {
        return startLine;
    }

    /** The line after the record. */
    long nextLine() {
        return nextLine;
    }

    boolean severalLines() {
        return severalLines;
    }

    /** Did the text end, or become too long, inside quotes? */
    boolean unclosed() {
        return unclosed;
    }

    boolean tooLong() {
        return tooLong;
    }

    boolean atEnd() throws IOException {
        return !has(next);
    }

    /** Goes back, so that what is read next begins on the second line of this record. */
    void backToSecondLine() {
        int i = start;
        while (i < next && buffer[i] != '\n' && buffer[i] != '\r') {
            i++;
        }
        next = Math.min(next, i + 1 < end && buffer[i] == '\r' && buffer[i + 1] == '\n' ? i + 2 : i + 1);
        nextLine = startLine + 1;
    }

    /** Goes back, so that what is read next begins where this record begins. */
    void back() {
        next = start;
        nextLine = startLine;
    }

    @Override
    public void close() throws IOException {
        in.close();
    }

    private boolean advance(char quoting) throws IOException {
        if (next >= buffer.length / 2) {
            System.arraycopy(buffer, next, buffer, 0, end - next);
            end -= next;
            next = 0;
        }
        start = next;
        startLine = nextLine;
        beginning = null;
        severalLines = false;
        unclosed = false;
        tooLong = false;
        return has(next) && scan(quoting);
    }

    private boolean scan(char quoting) throws IOException {
        boolean quoted = false;
        boolean cellStarts = true;
        for (int i = start; has(i); i++) {
            char c = buffer[i];
            if (i - start >= limit) {
                tooLong = true;
                unclosed = quoted;
                return quoted ? finish(i, i) : skipLine(i);
            }
            if (quoted) {
                if (c == quoting && has(i + 1) && buffer[i + 1] == quoting) {
                    i++;
                } else if (c == quoting) {
                    quoted = false;
                } else if (c == '\n' || (c == '\r' && !(has(i + 1) && buffer[i + 1] == '\n'))) {
                    nextLine++;
                    severalLines = true;
                }
            } else if (c == '\n' || c == '\r') {
                nextLine++;
                return finish(i, c == '\r' && has(i + 1) && buffer[i + 1] == '\n' ? i + 2 : i + 1);
            } else {
                quoted = cellStarts && c == quoting && quoting != NO_QUOTE;
                cellStarts = c == delimiter;
            }
        }
        unclosed = quoted;
        return finish(end, end);
    }

    /** The rest of a line that is too long is passed over and not kept. */
    private boolean skipLine(int from) throws IOException {
        beginning = new String(buffer, start, Math.min(SHOWN, from - start));
        next = from;
        while (has(next) && buffer[next] != '\n' && buffer[next] != '\r') {
            next++;
            if (next == end) {
                next = 0;
                end = 0;
            }
        }
        if (has(next)) {
            nextLine++;
            next += buffer[next] == '\r' && has(next + 1) && buffer[next + 1] == '\n' ? 2 : 1;
        }
        return true;
    }

    private boolean finish(int textEnds, int nextStarts) {
        textEnd = textEnds;
        next = nextStarts;
        return true;
    }

    private boolean has(int i) throws IOException {
        while (i >= end && !drained) {
            if (end == buffer.length) {
                buffer = Arrays.copyOf(buffer, buffer.length * 2);
            }
            int n = in.read(buffer, end, buffer.length - end);
            if (n < 0) {
                drained = true;
            } else {
                end += n;
            }
        }
        return i < end;
    }
}
