package io.redress.notification;

import com.samskivert.mustache.BasicCollector;
import com.samskivert.mustache.Mustache;
import com.samskivert.mustache.MustacheException;
import com.samskivert.mustache.Template;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;

/**
 * One message file: its first line is {@code Subject: …}, then an empty line, then the body. Logic-less Mustache, plain
 * text. Subject and body are rendered apart, so that no value can pass from one into the other.
 */
final class MessageText {

    private static final String SUBJECT = "Subject:";
    private static final int LONGEST_SUBJECT = 200;

    // Values are plain text, looked up by name and nothing else: the default collector would let a text call methods.
    private static final Mustache.Compiler MUSTACHE = Mustache.compiler()
            .escapeHTML(false)
            .strictSections(true)
            .emptyStringIsFalse(true)
            .withLoader(name -> {
                throw new MustacheException("{{> " + name + "}}: one text cannot include another");
            })
            .withCollector(new BasicCollector() {
                @Override
                public <K, V> Map<K, V> createFetcherCache() {
                    return new ConcurrentHashMap<>();
                }
            });

    private final String fileName;
    private final Template subject;
    private final Template body;

    private MessageText(String fileName, Template subject, Template body) {
        this.fileName = fileName;
        this.subject = subject;
        this.body = body;
    }

    /** @throws MessageTextException when the file has no subject or is not a Mustache template */
    static MessageText parse(String fileName, String content) {
        String text = content.startsWith("\uFEFF") ? content.substring(1) : content;
        text = text.replace("\r\n", "\n").replace('\r', '\n');
        int end = text.indexOf('\n');
        String first = end < 0 ? text : text.substring(0, end);
        String rest = end < 0 ? "" : text.substring(end + 1);
        if (!first.startsWith(SUBJECT) || first.substring(SUBJECT.length()).isBlank()) {
            throw new MessageTextException(
                    fileName
                            + ": the first line must be \"Subject: \" and a subject, then an empty line, then the text",
                    null);
        }
        if (rest.isBlank()) {
            throw new MessageTextException(fileName + ": there is no text below the subject", null);
        }
        return new MessageText(
                fileName,
                compile(fileName, first.substring(SUBJECT.length()).strip()),
                compile(fileName, rest.startsWith("\n") ? rest.substring(1) : rest));
    }

    /** @throws MessageTextException when it names a variable that there is none of */
    Rendered render(Map<String, String> values) {
        String line = oneLine(execute(subject, values));
        return new Rendered(
                line.isEmpty() ? "-" : line,
                withoutControls(execute(body, values)).stripTrailing() + "\n");
    }

    private static Template compile(String fileName, String source) {
        // the library would send half a tag to the customer as it stands
        String outsideTags = source.replaceAll("\\{{2,3}[^{}\n]*\\}{2,3}", "");
        if (outsideTags.contains("{{") || outsideTags.contains("}}")) {
            throw new MessageTextException(fileName + ": {{ without its }} on the same line, or }} without {{", null);
        }
        try {
            return MUSTACHE.compile(source);
        } catch (MustacheException e) {
            throw new MessageTextException(fileName + ": " + e.getMessage(), e);
        }
    }

    private String execute(Template template, Map<String, String> values) {
        try {
            return template.execute(values);
        } catch (MustacheException.Context e) {
            throw new MessageTextException(
                    fileName + " uses the variable {{" + e.key + "}}, which does not exist here; there are "
                            + String.join(", ", new TreeSet<>(values.keySet())),
                    e);
        } catch (MustacheException e) {
            throw new MessageTextException(fileName + ": " + e.getMessage(), e);
        }
    }

    private static String oneLine(String text) {
        String line =
                text.replaceAll("[\\p{Cntrl}\\u0085\\u2028\\u2029\\s]+", " ").strip();
        if (line.length() <= LONGEST_SUBJECT) {
            return line;
        }
        int end =
                Character.isHighSurrogate(line.charAt(LONGEST_SUBJECT - 2)) ? LONGEST_SUBJECT - 2 : LONGEST_SUBJECT - 1;
        return line.substring(0, end) + "…";
    }

    private static String withoutControls(String text) {
        return text.replace("\r\n", "\n").replaceAll("[\\p{Cntrl}&&[^\\n\\t]]", " ");
    }

    /** A text ready to be sent; the subject is one line. */
    record Rendered(String subject, String body) {

        /** As one text for the person store; {@link #unpack} is its inverse. */
        String pack() {
            return subject + "\n\n" + body;
        }

        static Rendered unpack(String packed) {
            int end = packed.indexOf("\n\n");
            if (end < 0) {
                throw new IllegalArgumentException("not a packed message");
            }
            return new Rendered(packed.substring(0, end), packed.substring(end + 2));
        }
    }
}
