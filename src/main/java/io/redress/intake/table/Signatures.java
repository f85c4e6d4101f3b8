package io.redress.intake.table;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Tells by their first bytes the kinds of file that are often sent for a table and are none. */
final class Signatures {

    private static final Map<String, String> KNOWN = new LinkedHashMap<>();

    static {
        KNOWN.put("PK\5\6", "an empty ZIP archive");
        KNOWN.put("%PDF", "a PDF document; send the table it was made from");
        KNOWN.put("\u0089PNG", "a picture (PNG)");
        KNOWN.put("GIF8", "a picture (GIF)");
        KNOWN.put("\u00ff\u00d8\u00ff", "a picture (JPEG)");
        KNOWN.put("BM\u0000\u0000", "a picture (BMP)");
        KNOWN.put("II*\u0000", "a picture (TIFF)");
        KNOWN.put("\u00d0\u00cf\u0011\u00e0", "an old Office document; save the sheet as CSV and send that");
        KNOWN.put("7z\u00bc\u00af", "a 7-Zip archive; unpack it and send the files in it");
        KNOWN.put("Rar!", "a RAR archive; unpack it and send the files in it");
        KNOWN.put("BZh", "compressed with bzip2; unpack it or send it as gzip");
        KNOWN.put("\u00fd7zXZ", "compressed with xz; unpack it or send it as gzip");
        KNOWN.put("(\u00b5/\u00fd", "compressed with Zstandard; unpack it or send it as gzip");
        KNOWN.put("\u001f\u008b", "compressed with gzip twice; unpack it once");
        KNOWN.put("SQLite format 3", "a SQLite database; export the table as CSV");
        KNOWN.put("PAR1", "a Parquet file; export it as CSV");
        KNOWN.put("\u007fELF", "a program");
        KNOWN.put("{\\rtf", "a text document (RTF)");
    }

    private Signatures() {}

    /** What the file is instead of a table; null when it could be one. */
    static @Nullable String foreign(byte[] head) {
        String start = new String(head, 0, Math.min(head.length, 4_096), StandardCharsets.ISO_8859_1);
        if (start.startsWith("PK\3\4")) {
            return start.contains("xl/") || start.contains("[Content_Types].xml")
                    ? "This is a spreadsheet or another Office document; save the sheet as CSV and send that."
                    : "This is a ZIP archive; unpack it and send the files in it.";
        }
        for (Map.Entry<String, String> known : KNOWN.entrySet()) {
            if (start.startsWith(known.getKey())) {
                return "This is " + known.getValue() + ".";
            }
        }
        if (start.length() > 262 && start.startsWith("ustar", 257)) {
            return "This is a TAR archive; unpack it and send the files in it.";
        }
        return binary(head) ? "This is no text: it holds bytes that no table has." : null;
    }

    /** Control characters in number; zeros apart, which are every second byte of UTF-16 and may stray into a cell. */
    private static boolean binary(byte[] head) {
        int controls = 0;
        for (byte b : head) {
            if (b > 0 && b < 32 && b != '\t' && b != '\n' && b != '\r' && b != '\f' && b != 27) {
                controls++;
            }
        }
        return controls > 2 && controls * 20L > head.length;
    }
}
