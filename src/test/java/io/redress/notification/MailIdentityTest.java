package io.redress.notification;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.redress.core.CaseRef;
import io.redress.platform.RedressProperties;
import io.redress.platform.StartRefused;
import java.net.URI;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class MailIdentityTest {

    @Test
    void writesAsTheOrganisationAtThePublicAddress() {
        MailIdentity identity = identity(null, null, URI.create("https://care.nordhain.example/redress"));
        assertThat(identity.from().getAddress()).isEqualTo("redress@care.nordhain.example");
        assertThat(identity.from().getPersonal()).isEqualTo("Nordhain Care");
        assertThat(identity.replyTo()).isEqualTo(identity.from());
        UUID id = UUID.randomUUID();
        assertThat(identity.messageId(id)).isEqualTo("<" + id + "@care.nordhain.example>");
        assertThat(identity.thread(CaseRef.complaint("C-2026-000123")))
                .isEqualTo("<complaint.c-2026-000123@care.nordhain.example>");
    }

    @Test
    void settingsComeFirst() {
        MailIdentity identity = identity("Bürgerdienst <dienst@stadt.example>", "antwort@stadt.example", null);
        assertThat(identity.from().getPersonal()).isEqualTo("Bürgerdienst");
        assertThat(identity.replyTo().getAddress()).isEqualTo("antwort@stadt.example");
        assertThat(identity.domain()).isEqualTo("stadt.example");
    }

    @Test
    void whatIsNoAddressStopsTheStart() {
        assertThatThrownBy(() -> identity("us, them@example.org", null, null))
                .isInstanceOf(StartRefused.class)
                .hasMessageContaining("redress.mail.from");
    }

    private static MailIdentity identity(String from, String replyTo, URI publicUrl) {
        return new MailIdentity(
                new MailSettings(from, replyTo, "en", 1),
                new RedressProperties(Path.of("data"), publicUrl, ZoneId.of("Europe/Berlin"), "Nordhain Care"));
    }
}
