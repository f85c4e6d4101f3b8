package io.redress.engine;

import java.io.ByteArrayInputStream;
import java.util.ArrayList;
import java.util.List;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.jspecify.annotations.Nullable;

/** Finds the ids of the processes or decisions in a file, without judging it: that is the gate's. */
final class ModelIds {

    private ModelIds() {}

    static List<String> of(String name, byte[] content) {
        String element = element(name);
        if (element == null) {
            return List.of();
        }
        XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        List<String> ids = new ArrayList<>();
        try {
            XMLStreamReader reader = factory.createXMLStreamReader(new ByteArrayInputStream(content));
            while (reader.hasNext()) {
                if (reader.next() == XMLStreamConstants.START_ELEMENT
                        && reader.getLocalName().equals(element)) {
                    String id = reader.getAttributeValue(null, "id");
                    if (id != null) {
                        ids.add(id);
                    }
                }
            }
        } catch (XMLStreamException e) {
            return List.of(); // the gate or the engine's parser refuses it and says where
        }
        return ids;
    }

    private static @Nullable String element(String name) {
        if (name.endsWith(".bpmn")) {
            return "process";
        }
        return name.endsWith(".dmn") ? "decision" : null;
    }
}
