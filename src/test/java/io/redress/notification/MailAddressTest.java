package io.redress.notification;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class MailAddressTest {

    @ParameterizedTest
    @ValueSource(strings = {"a@example.org", "anna.o'neil+tag@mail.example.co.uk", " spaced@example.org\n"})
    void takesAnAddress(String text) {
        assertThat(MailAddress.reachable(text)).isEqualTo(text.strip());
    }

    @Test
    void writesADomainWithUmlautsInAscii() {
        assertThat(MailAddress.reachable("post@käse.example")).isEqualTo("post@xn--kse-qla.example");
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(
            strings = {
                "",
                "   ",
                "nobody",
                "@example.org",
                "a@",
                "a@b@example.org",
                "a@example.org,b@example.org",
                "a@example.org; b@example.org",
                "Anna <a@example.org>",
                "<a@example.org>",
                "group: a@example.org;",
                "a@example.org\r\nBcc: b@example.org",
                "a\u0000@example.org",
                "a b@example.org",
                "a@exam ple.org",
                "a@[127.0.0.1",
                "jürgen@example.org",
                "a@-.example",
                "a@ex_ample.org",
                "a@example..org",
                ".a@example.org",
                "a(comment)@example.org",
                "@relay:a@example.org"
            })
    void refusesWhatIsNone(String text) {
        assertThat(MailAddress.reachable(text)).isNull();
    }

    @Test
    void refusesWhatIsTooLong() {
        assertThat(MailAddress.reachable("a".repeat(250) + "@example.org")).isNull();
    }
}
