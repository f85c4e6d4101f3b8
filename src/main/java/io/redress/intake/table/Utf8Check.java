package io.redress.intake.table;

/**
 * Counts what is and what is not UTF-8 in a stream of bytes. A file that is UTF-8 but for a few places stays UTF-8, and
 * those places are shown; a text in another encoding has next to no well-formed sequences.
 */
final class Utf8Check {

    private static final int TO_ONE = 10;

    private long wellFormed;
    private long malformed;
    private int open;
    private int low = 0x80;
    private int high = 0xBF;

    void take(byte[] bytes, int length) {
        for (int i = 0; i < length; i++) {
            take(bytes[i] & 0xff);
        }
    }

    /** A sequence that the end of the file cuts off counts for nothing. */
    boolean holds() {
        return malformed == 0 || wellFormed >= malformed * TO_ONE;
    }

    private void take(int b) {
        if (open > 0) {
            if (b >= low && b <= high) {
                open--;
                low = 0x80;
                high = 0xBF;
                wellFormed += open == 0 ? 1 : 0;
                return;
            }
            malformed++;
            open = 0;
            low = 0x80;
            high = 0xBF;
        }
        if (b < 0x80) {
            return;
        }
        if (b >= 0xC2 && b <= 0xDF) {
            open = 1;
        } else if (b >= 0xE0 && b <= 0xEF) {
            open = 2;
            low = b == 0xE0 ? 0xA0 : 0x80;
            high = b == 0xED ? 0x9F : 0xBF;
        } else if (b >= 0xF0 && b <= 0xF4) {
            open = 3;
            low = b == 0xF0 ? 0x90 : 0x80;
            high = b == 0xF4 ? 0x8F : 0xBF;
        } else {
            malformed++;
        }
    }
}
