package io.redress.engine.gate;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import javax.xml.XMLConstants;
import javax.xml.parsers.ParserConfigurationException;
import javax.xml.parsers.SAXParserFactory;
import org.jspecify.annotations.Nullable;
import org.xml.sax.Attributes;
import org.xml.sax.InputSource;
import org.xml.sax.Locator;
import org.xml.sax.SAXException;
import org.xml.sax.SAXParseException;
import org.xml.sax.XMLReader;
import org.xml.sax.helpers.DefaultHandler;

/**
 * Reads diagrams and tables with a parser that knows no DOCTYPE, no entities but XML's own five, no includes, and
 * bounds depth, elements and attributes. The JDK's own parser, whatever else lies on the class path.
 */
final class XmlReading {

    static final int MAX_DEPTH = 60;
    static final int MAX_ELEMENTS = 50_000;
    static final int MAX_ATTRIBUTES = 60;

    private XmlReading() {}

    /** The root element, or null after the problem was reported. */
    static @Nullable XmlNode read(String file, byte[] bytes, Consumer<ModelProblem> problems) {
        Handler handler = new Handler();
        try {
            SAXParserFactory factory = SAXParserFactory.newDefaultInstance();
            factory.setNamespaceAware(true);
            factory.setXIncludeAware(false);
            factory.setValidating(false);
            factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
            factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
            factory.setFeature("http://xml.org/sax/features/external-general-entities", false);
            factory.setFeature("http://xml.org/sax/features/external-parameter-entities", false);
            factory.setFeature("http://apache.org/xml/features/nonvalidating/load-external-dtd", false);
            XMLReader reader = factory.newSAXParser().getXMLReader();
            reader.setProperty("http://www.oracle.com/xml/jaxp/properties/elementAttributeLimit", "200");
            reader.setProperty("http://www.oracle.com/xml/jaxp/properties/maxElementDepth", "200");
            reader.setContentHandler(handler);
            reader.setErrorHandler(handler);
            reader.setEntityResolver((publicId, systemId) -> {
                throw new SAXException("external entities are not resolved");
            });
            InputSource source = new InputSource(new ByteArrayInputStream(bytes));
            source.setEncoding("UTF-8");
            reader.parse(source);
            return handler.root;
        } catch (Stopped e) {
            problems.accept(new ModelProblem(file, e.line, e.column, null, null, e.found, e.allowed));
        } catch (SAXParseException e) {
            problems.accept(syntax(file, e));
        } catch (SAXException | IOException | ParserConfigurationException e) {
            problems.accept(ModelProblem.inFile(file, String.valueOf(e.getMessage()), "well-formed XML"));
        }
        return null;
    }

    private static ModelProblem syntax(String file, SAXParseException e) {
        String message = String.valueOf(e.getMessage());
        int line = Math.max(0, e.getLineNumber());
        int column = Math.max(0, e.getColumnNumber());
        if (message.contains("DOCTYPE")) {
            return new ModelProblem(
                    file,
                    line,
                    column,
                    null,
                    "DOCTYPE",
                    "a document type declaration",
                    "XML without DOCTYPE and entities");
        }
        if (message.contains("JAXP000")) {
            return new ModelProblem(
                    file,
                    line,
                    column,
                    null,
                    null,
                    message,
                    "at most " + MAX_ATTRIBUTES + " attributes, depth " + MAX_DEPTH);
        }
        return new ModelProblem(file, line, column, null, null, message, "well-formed XML");
    }

    /** Ends reading; the place is where the limit was passed. */
    private static final class Stopped extends SAXException {

        private static final long serialVersionUID = 1L;

        final int line;
        final int column;
        final String found;
        final String allowed;

        Stopped(@Nullable Locator locator, String found, String allowed) {
            super(found);
            this.line = locator == null ? 0 : Math.max(0, locator.getLineNumber());
            this.column = locator == null ? 0 : Math.max(0, locator.getColumnNumber());
            this.found = found;
            this.allowed = allowed;
        }
    }

    private static final class Handler extends DefaultHandler {

        @Nullable
        XmlNode root;

        private @Nullable XmlNode current;
        private @Nullable Locator locator;
        private int depth;
        private int elements;

        @Override
        public void setDocumentLocator(Locator locator) {
            this.locator = locator;
        }

        @Override
        public void startElement(String uri, String localName, String qName, Attributes attributes)
                throws SAXException {
            if (++depth > MAX_DEPTH) {
                throw new Stopped(
                        locator, "elements nested deeper than " + MAX_DEPTH, "a depth of at most " + MAX_DEPTH);
            }
            if (++elements > MAX_ELEMENTS) {
                throw new Stopped(locator, "more than " + MAX_ELEMENTS + " elements", "at most " + MAX_ELEMENTS);
            }
            if (attributes.getLength() > MAX_ATTRIBUTES) {
                throw new Stopped(
                        locator,
                        attributes.getLength() + " attributes on one element",
                        "at most " + MAX_ATTRIBUTES + " attributes on one element");
            }
            List<XmlNode.Attribute> own = new ArrayList<>();
            for (int i = 0; i < attributes.getLength(); i++) {
                own.add(new XmlNode.Attribute(
                        attributes.getURI(i), attributes.getLocalName(i), attributes.getValue(i)));
            }
            XmlNode node = new XmlNode(
                    uri,
                    localName,
                    own,
                    current,
                    locator == null ? 0 : Math.max(0, locator.getLineNumber()),
                    locator == null ? 0 : Math.max(0, locator.getColumnNumber()));
            if (current == null) {
                root = node;
            } else {
                current.children.add(node);
            }
            current = node;
        }

        @Override
        public void endElement(String uri, String localName, String qName) {
            depth--;
            if (current != null) {
                current = current.parent;
            }
        }

        @Override
        public void characters(char[] characters, int start, int length) {
            if (current != null) {
                current.append(characters, start, length);
            }
        }

        @Override
        public void processingInstruction(String target, @Nullable String data) throws SAXException {
            throw new Stopped(
                    locator,
                    "the processing instruction <?" + target.toLowerCase(Locale.ROOT) + "?>",
                    "XML without processing instructions");
        }

        @Override
        public void error(SAXParseException e) throws SAXException {
            throw e;
        }

        @Override
        public void fatalError(SAXParseException e) throws SAXException {
            throw e;
        }
    }
}
