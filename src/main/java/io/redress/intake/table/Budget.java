package io.redress.intake.table;

import java.io.FilterReader;
import java.io.IOException;
import java.io.Reader;

/** Stops a parser that would gather one row without end. */
final class Budget extends FilterReader {

    /** Longest row with its markup, in characters. */
    static final int LIMIT = 16 << 20;

    private long left = LIMIT;

    Budget(Reader in) {
        super(in);
    }

    /** To be said after each row. */
    void renew() {
        left = LIMIT;
    }

    @Override
    public int read() throws IOException {
        char[] one = new char[1];
        return read(one, 0, 1) < 0 ? -1 : one[0];
    }

    @Override
    public int read(char[] chars, int off, int len) throws IOException {
        int n = super.read(chars, off, len);
        left -= Math.max(n, 0);
        if (left < 0) {
            throw new UnreadableBytes("A row is longer than " + (LIMIT >> 20) + " MB.");
        }
        return n;
    }
}
