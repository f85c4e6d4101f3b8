package io.redress.complaint.web;

import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import javax.xml.parsers.DocumentBuilderFactory;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/** Reads exported tables back, as an importer would. */
final class Spreadsheets {

    private static final Pattern NEUTRALISED = Pattern.compile("'+[=+\\-@\\t\\r]");
    private static final Pattern ESCAPED = Pattern.compile("_x([0-9A-Fa-f]{4})_");

    private Spreadsheets() {}

    static String asItWas(String cell) {
        return NEUTRALISED.matcher(cell).lookingAt() ? cell.substring(1) : cell;
    }

    static List<List<String>> csv(String text) throws IOException {
        try (CsvReader<CsvRecord> reader = CsvReader.builder().ofCsvRecord(text)) {
            return reader.stream().map(CsvRecord::getFields).toList();
        }
    }

    /** Sheets of rows of cells; an empty cell is an empty text, rows are as wide as the first. */
    static List<List<List<String>>> xlsx(InputStream file) throws IOException {
        Map<String, List<List<String>>> sheets = new TreeMap<>();
        Path copy = Files.createTempFile("export", ".xlsx");
        Files.copy(file, copy, StandardCopyOption.REPLACE_EXISTING);
        // By its directory, as spreadsheets read it; the JDK's stream does not know sizes of 64 bits behind an entry.
        try (ZipFile zip = new ZipFile(copy.toFile())) {
            for (ZipEntry entry : Collections.list(zip.entries())) {
                if (entry.getName().startsWith("xl/worksheets/sheet")) {
                    String xml = new String(zip.getInputStream(entry).readAllBytes(), StandardCharsets.UTF_8);
                    sheets.put(entry.getName(), sheet(xml));
                }
            }
        } finally {
            Files.delete(copy);
        }
        return List.copyOf(sheets.values());
    }

    private static List<List<String>> sheet(String xml) throws IOException {
        List<List<String>> rows = new ArrayList<>();
        NodeList found = parse(xml).getElementsByTagName("row");
        for (int i = 0; i < found.getLength(); i++) {
            NodeList cells = ((Element) found.item(i)).getElementsByTagName("c");
            int width = rows.isEmpty() ? cells.getLength() : rows.get(0).size();
            List<String> row = new ArrayList<>(Collections.nCopies(width, ""));
            for (int j = 0; j < cells.getLength(); j++) {
                Element cell = (Element) cells.item(j);
                if (cell.getElementsByTagName("f").getLength() > 0) {
                    throw new IOException("a formula in " + cell.getAttribute("r"));
                }
                row.set(column(cell.getAttribute("r")), unescaped(cell.getTextContent()));
            }
            rows.add(row);
        }
        return rows;
    }

    private static int column(String reference) {
        int column = 0;
        for (char c : reference.toCharArray()) {
            if (Character.isLetter(c)) {
                column = column * 26 + c - 'A' + 1;
            }
        }
        return column - 1;
    }

    private static String unescaped(String text) {
        return ESCAPED.matcher(text)
                .replaceAll(match -> java.util.regex.Matcher.quoteReplacement(
                        String.valueOf((char) Integer.parseInt(match.group(1), 16))));
    }

    private static Document parse(String xml) throws IOException {
        try {
            return DocumentBuilderFactory.newInstance()
                    .newDocumentBuilder()
                    .parse(new org.xml.sax.InputSource(new java.io.StringReader(xml)));
        } catch (javax.xml.parsers.ParserConfigurationException | org.xml.sax.SAXException e) {
            throw new IOException(e);
        }
    }
}
