package io.redress.notification;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MessageTextTest {

    private static final String FILE = "answer.en.md";

    @Test
    void rendersSubjectAndBodyAsPlainText() {
        MessageText.Rendered rendered = render(
                "Subject: Your complaint {{reference}}\n\nDear {{name}},\n\n{{answer}}\n",
                Map.of("reference", "C-2026-000123", "name", "Jürgen & \"Söhne\" <Köln>", "answer", "Größe 3 < 4"));
        assertThat(rendered.subject()).isEqualTo("Your complaint C-2026-000123");
        assertThat(rendered.body()).isEqualTo("Dear Jürgen & \"Söhne\" <Köln>,\n\nGröße 3 < 4\n");
    }

    @Test
    void aValueCannotEndTheSubject() {
        MessageText.Rendered rendered = render(
                "Subject: About {{product}}\n\nText\n",
                Map.of("product", "Pump\r\nBcc: everybody@example.org\r\n\r\nAnother body\u0000\u2028\u0085x"));
        assertThat(rendered.subject()).isEqualTo("About Pump Bcc: everybody@example.org Another body x");
        assertThat(rendered.body()).isEqualTo("Text\n");
    }

    @Test
    void aSubjectStaysShortAndWhole() {
        String subject =
                render("Subject: {{v}}\n\nText", Map.of("v", "😀".repeat(500))).subject();
        assertThat(subject.length()).isLessThanOrEqualTo(200);
        assertThat(subject.codePoints().filter(c -> c >= 0xD800 && c <= 0xDFFF)).isEmpty();
    }

    @Test
    void aValueIsNeverATemplate() {
        assertThat(render("Subject: s\n\n{{answer}}", Map.of("answer", "{{secret}} {{#a}} ${1+1}", "secret", "42"))
                        .body())
                .isEqualTo("{{secret}} {{#a}} ${1+1}\n");
    }

    @Test
    void aMissingVariableIsNamedWithItsFile() {
        assertThatThrownBy(() -> render("Subject: s\n\nDear {{costumer}}", Map.of("customer", "x", "answer", "y")))
                .isInstanceOf(MessageTextException.class)
                .hasMessageContaining(FILE)
                .hasMessageContaining("{{costumer}}")
                .hasMessageContaining("answer, customer");
    }

    @Test
    void aSectionOfAnUnknownNameIsNoSilentGap() {
        assertThatThrownBy(() -> render("Subject: s\n\n{{#prodct}}x{{/prodct}}y", Map.of("product", "x")))
                .isInstanceOf(MessageTextException.class)
                .hasMessageContaining("prodct");
    }

    @Test
    void aSectionDisappearsWhenItsValueIsEmpty() {
        String file = "Subject: s\n\nA{{#lot}} of lot {{lot}}{{/lot}}.";
        assertThat(render(file, Map.of("lot", "L-7")).body()).isEqualTo("A of lot L-7.\n");
        assertThat(render(file, Map.of("lot", "")).body()).isEqualTo("A.\n");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{{name.class.name}}",
                "{{name.getClass}}",
                "{{#name}}{{getClass}}{{/name}}",
                "{{#name}}{{class}}{{/name}}",
                "{{#name}}{{length}}{{/name}}",
                "{{> other}}",
                "{{unclosed",
                "{{#open}}"
            })
    void aTextCallsNothingAndReadsNothingElse(String hostile) {
        assertThatThrownBy(() -> render("Subject: s\n\n" + hostile, Map.of("name", "x", "open", "y")))
                .isInstanceOf(MessageTextException.class)
                .hasMessageContaining(FILE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "Dear all",
                "Subject:\n\ntext",
                "Subject: only",
                "Subject: only\n\n  \n",
                "\nSubject: late\n\nx"
            })
    void aFileWithoutSubjectOrTextSaysWhatItNeeds(String file) {
        assertThatThrownBy(() -> MessageText.parse(FILE, file))
                .isInstanceOf(MessageTextException.class)
                .hasMessageContaining(FILE);
    }

    @Test
    void lineEndsAndByteOrderMarksOfAnEditorDoNoHarm() {
        MessageText.Rendered rendered = render("\uFEFFSubject: s\r\n\r\nOne\r\nTwo\r\n", Map.of());
        assertThat(rendered).isEqualTo(new MessageText.Rendered("s", "One\nTwo\n"));
    }

    @Test
    void isKeptAndReadBackAsItIs() {
        MessageText.Rendered rendered = new MessageText.Rendered("s: ü", "\n\nafter two empty lines\n\nend\n");
        assertThat(MessageText.Rendered.unpack(rendered.pack())).isEqualTo(rendered);
    }

    private static MessageText.Rendered render(String file, Map<String, String> values) {
        return MessageText.parse(FILE, file).render(values);
    }
}
