package io.redress.notification;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.redress.core.CaseRef;
import io.redress.notification.MailCourier.DeliveryFailed;
import io.redress.platform.RedressClock;
import io.redress.platform.RedressProperties;
import java.nio.file.Path;
import java.time.ZoneId;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MailCourierTest {

    private static final String TO = "anna.example@example.org";

    private final SmtpStub server = new SmtpStub();
    private final MailIdentity identity = new MailIdentity(
            new MailSettings(null, null, "en", 1),
            new RedressProperties(Path.of("data"), null, ZoneId.of("Europe/Berlin"), "Nordhain Care"));
    private final MailCourier courier = new MailCourier(server.sender(), identity, new RedressClock());

    @AfterEach
    void stop() {
        server.close();
    }

    @ParameterizedTest
    @CsvSource({
        "421 4.3.2 closing down,        false, 421 4.3.2",
        "450 4.2.1 not now,             false, 450 4.2.1",
        "452 4.2.2 full,                false, 452 4.2.2",
        "530 5.7.0 authenticate first,  false, 530 5.7.0",
        "550 5.1.1 no anna.example here, true, 550 5.1.1",
        "553 what is that,              true,  553",
        "554 5.7.1 no,                  true,  554 5.7.1"
    })
    void whatTheServerSaysDecidesWhetherToTryAgain(String answer, boolean permanent, String brief) {
        server.answerRecipient(TO, answer);
        DeliveryFailed refused = failure();
        assertThat(refused.permanent()).isEqualTo(permanent);
        assertThat(refused.brief()).isEqualTo(brief);
        assertThat(refused).hasMessageStartingWith(brief).hasMessageNotContaining("anna");

        server.answerData(TO, answer);
        assertThat(failure().permanent()).isEqualTo(permanent);
        assertThat(failureOrNull()).as("the third time it is taken").isNull();
    }

    @Test
    void aServerThatIsAwayMayComeBack() {
        server.goAway();
        DeliveryFailed away = failure();
        assertThat(away.permanent()).isFalse();
        assertThat(away).hasMessage("the mail server cannot be reached");
    }

    @Test
    void aConnectionThatBreaksSaysNothingAboutTheMail() {
        server.answerData(TO, SmtpStub.ACCEPT_AND_HANG_UP);
        DeliveryFailed broken = failure();
        assertThat(broken.permanent()).isFalse();
        assertThat(broken).hasMessage("the connection to the mail server broke");
    }

    @Test
    void whatIsNoAddressNeverReachesTheServer() {
        DeliveryFailed refused = catchThrowableOfType(
                DeliveryFailed.class, () -> courier.deliver(letter("a@example.org\r\nBcc: b@example.org")));
        assertThat(refused.permanent()).isTrue();
        assertThat(server.accepted).isEmpty();
    }

    private DeliveryFailed failure() {
        DeliveryFailed failed = failureOrNull();
        assertThat(failed).isNotNull();
        return failed;
    }

    private DeliveryFailed failureOrNull() {
        return catchThrowableOfType(DeliveryFailed.class, () -> courier.deliver(letter(TO)));
    }

    private static MailCourier.Letter letter(String to) {
        return new MailCourier.Letter(
                "<1@localhost>",
                CaseRef.complaint("C-2026-000001"),
                "en",
                to,
                new MessageText.Rendered("Subject", "Body\n"));
    }
}
