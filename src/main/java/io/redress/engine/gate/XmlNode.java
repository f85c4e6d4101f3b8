package io.redress.engine.gate;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One element of a diagram or table, with the place it stands at in the file. */
final class XmlNode {

    /** An attribute; the namespace is empty when it has no prefix. */
    record Attribute(String namespace, String name, String value) {}

    final String namespace;
    final String name;
    final List<Attribute> attributes;
    final @Nullable XmlNode parent;
    final int line;
    final int column;
    final List<XmlNode> children = new ArrayList<>();
    private final StringBuilder text = new StringBuilder();

    XmlNode(String namespace, String name, List<Attribute> attributes, @Nullable XmlNode parent, int line, int column) {
        this.namespace = namespace;
        this.name = name;
        this.attributes = List.copyOf(attributes);
        this.parent = parent;
        this.line = line;
        this.column = column;
    }

    void append(char[] characters, int start, int length) {
        text.append(characters, start, length);
    }

    /** The element's own text, stripped; not that of its children. */
    String text() {
        return text.toString().strip();
    }

    boolean is(String namespace, String name) {
        return this.namespace.equals(namespace) && this.name.equals(name);
    }

    /** The value of an attribute without a prefix, or null. */
    @Nullable
    String attribute(String name) {
        return attribute("", name);
    }

    @Nullable
    String attribute(String namespace, String name) {
        for (Attribute attribute : attributes) {
            if (attribute.namespace.equals(namespace) && attribute.name.equals(name)) {
                return attribute.value;
            }
        }
        return null;
    }

    /** This element and all below it, in the order of the file. */
    void each(Consumer<XmlNode> visitor) {
        visitor.accept(this);
        for (XmlNode child : children) {
            child.each(visitor);
        }
    }

    List<XmlNode> below(String namespace, String name) {
        List<XmlNode> found = new ArrayList<>();
        each(node -> {
            if (node != this && node.is(namespace, name)) {
                found.add(node);
            }
        });
        return found;
    }

    @Nullable
    XmlNode child(String namespace, String name) {
        return children.stream()
                .filter(child -> child.is(namespace, name))
                .findFirst()
                .orElse(null);
    }

    /** The id of the nearest element that has one: what a modeler shows when it is searched for. */
    @Nullable
    String nearestId() {
        for (XmlNode node = this; node != null; node = node.parent) {
            String id = node.attribute("id");
            if (id != null && !id.isBlank()) {
                return id;
            }
        }
        return null;
    }
}
