package io.redress.intake.table;

import java.io.IOException;
import java.io.Reader;
import java.io.StringReader;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.jspecify.annotations.Nullable;

/**
 * Rows of XML elements: the children of the root element, or the root elements themselves where the text is a fragment
 * or one record. Documents with a DOCTYPE are refused: entities are how XML reaches other files or fills a memory.
 */
final class XmlReader extends ObjectReader {

    private static final XMLInputFactory FACTORY = factory();
    private static final Pattern DECLARATION = Pattern.compile("\\A\\s*<\\?xml[^>]{0,400}\\?>");
    private static final int LOOK_AT_CHILDREN = 1_000;

    private final Budget budget;
    private final XMLStreamReader parser;
    private final int rowDepth;
    private int depth;
    private long line = 1;

    XmlReader(ByteSource file, TableFormat format) throws IOException, UnreadableTable {
        this(file, format, rowDepth(file, format));
    }

    private XmlReader(ByteSource file, TableFormat format, int rowDepth) throws IOException, UnreadableTable {
        super(format);
        this.rowDepth = rowDepth;
        Reader text = Content.text(file, format.gzip(), Charsets.named(format.charset()));
        this.budget = new Budget(
                new Joined(List.of(new StringReader("<rows>"), withoutDeclaration(text), new StringReader("</rows>"))));
        try {
            parser = FACTORY.createXMLStreamReader(budget);
        } catch (XMLStreamException e) {
            throw unreadable(e);
        }
    }

    @Override
    @Nullable
    Map<String, StringBuilder> read() throws IOException, UnreadableTable {
        try {
            while (parser.hasNext()) {
                int event = parser.next();
                if (event == XMLStreamConstants.DTD) {
                    throw doctype();
                }
                if (event == XMLStreamConstants.END_ELEMENT) {
                    depth--;
                } else if (event == XMLStreamConstants.START_ELEMENT && depth++ == rowDepth) {
                    line = parser.getLocation().getLineNumber();
                    Map<String, StringBuilder> row = row();
                    element(row, parser.getLocalName(), "", 1);
                    depth--;
                    budget.renew();
                    return row;
                }
            }
            return null;
        } catch (XMLStreamException e) {
            throw unreadable(e);
        }
    }

    /** Reads up to the element's end; its attributes and children are named below {@code prefix}. */
    private void element(Map<String, StringBuilder> row, String name, String prefix, int deep)
            throws XMLStreamException, UnreadableTable {
        if (deep > DEPTH) {
            throw new UnreadableTable("file", "Line " + line + ": elements are nested deeper than " + DEPTH + ".");
        }
        for (int i = 0; i < parser.getAttributeCount(); i++) {
            put(row, prefix + "@" + parser.getAttributeLocalName(i), parser.getAttributeValue(i));
        }
        StringBuilder text = new StringBuilder();
        boolean children = false;
        while (true) {
            int event = parser.next();
            if (event == XMLStreamConstants.END_ELEMENT) {
                break;
            }
            if (event == XMLStreamConstants.START_ELEMENT) {
                children = true;
                String child = parser.getLocalName();
                element(row, prefix + child, prefix + child + ".", deep + 1);
            } else if (event == XMLStreamConstants.CHARACTERS
                    || event == XMLStreamConstants.CDATA
                    || event == XMLStreamConstants.SPACE) {
                text.append(parser.getText());
            } else if (event == XMLStreamConstants.ENTITY_REFERENCE || event == XMLStreamConstants.DTD) {
                throw doctype();
            }
        }
        if (!children || !text.toString().isBlank()) {
            put(row, name, text.toString());
        }
    }

    /** 1 where the elements at the root are rows, 2 where the children of the one root are. */
    private static int rowDepth(ByteSource file, TableFormat format) throws IOException, UnreadableTable {
        int roots = 0;
        int children = 0;
        int depth = 0;
        try (XmlReader reader = new XmlReader(file, format, -1)) {
            XMLStreamReader parser = reader.parser;
            boolean leaf = false;
            while (parser.hasNext() && children < LOOK_AT_CHILDREN) {
                int event = parser.next();
                if (event == XMLStreamConstants.DTD) {
                    throw doctype();
                }
                if (event == XMLStreamConstants.START_ELEMENT) {
                    depth++;
                    roots += depth == 2 ? 1 : 0;
                    children += depth == 3 ? 1 : 0;
                    leaf = true;
                } else if (event == XMLStreamConstants.END_ELEMENT) {
                    if (leaf && depth == 3) {
                        return 1;
                    }
                    leaf = false;
                    depth--;
                    reader.budget.renew();
                }
                if (roots > 1) {
                    return 1;
                }
            }
        } catch (XMLStreamException e) {
            // It is told when the rows are read.
            return children > 0 && roots == 1 ? 2 : 1;
        } catch (UnreadableBytes e) {
            throw e.toTable();
        }
        return children > 0 ? 2 : 1;
    }

    private static Reader withoutDeclaration(Reader text) throws IOException {
        char[] start = new char[1_024];
        int filled = 0;
        int n;
        while (filled < start.length && (n = text.read(start, filled, start.length - filled)) >= 0) {
            filled += n;
        }
        String beginning = new String(start, 0, filled);
        Matcher declaration = DECLARATION.matcher(beginning);
        if (declaration.find()) {
            beginning = beginning.substring(declaration.end());
        }
        return new Joined(List.of(new StringReader(beginning), text));
    }

    private UnreadableTable unreadable(XMLStreamException e) {
        return e.getNestedException() instanceof UnreadableBytes bytes ? bytes.toTable() : notWellFormed(e);
    }

    private static UnreadableTable notWellFormed(XMLStreamException e) {
        String message = String.valueOf(e.getMessage());
        if (message.contains("DOCTYPE") || message.contains("entity")) {
            return doctype();
        }
        long where = e.getLocation() == null ? 1 : Math.max(1, e.getLocation().getLineNumber());
        return new UnreadableTable(
                "file", "Line " + where + ": what stands here is no well-formed XML; nothing after it was read.");
    }

    static UnreadableTable doctype() {
        return new UnreadableTable(
                "file", "The XML has a DOCTYPE or entities of its own; send it without them, as plain elements.");
    }

    private static XMLInputFactory factory() {
        XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        factory.setProperty(XMLInputFactory.IS_COALESCING, false);
        return factory;
    }

    @Override
    long line() {
        return line;
    }

    @Override
    public void close() throws IOException {
        budget.close();
    }

    /** Readers one after the other. */
    private static final class Joined extends Reader {

        private final List<Reader> parts;
        private int part;

        Joined(List<Reader> parts) {
            this.parts = parts;
        }

        @Override
        public int read(char[] chars, int off, int len) throws IOException {
            while (part < parts.size()) {
                int n = parts.get(part).read(chars, off, len);
                if (n >= 0) {
                    return n;
                }
                part++;
            }
            return -1;
        }

        @Override
        public void close() throws IOException {
            for (Reader reader : parts) {
                reader.close();
            }
        }
    }
}
