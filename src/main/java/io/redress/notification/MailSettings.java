package io.redress.notification;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How this organisation writes; how mail is carried is {@code spring.mail.*}.
 *
 * @param from one address, with or without a printed name: {@code Nordhain Care <care@nordhain.example>}; null means
 *     the organisation's name at the host of the public address
 * @param replyTo where answers go, null means {@code from}
 * @param language the organisation's language (ISO 639-1), used where a text does not exist in the recipient's
 * @param senders how many mails may be on their way at the same time, 1 to 16
 */
@ConfigurationProperties("redress.mail")
record MailSettings(
        @Nullable String from,
        @Nullable String replyTo,
        @DefaultValue("en") String language,
        @DefaultValue("4") int senders) {

    MailSettings {
        if (senders < 1 || senders > 16) {
            throw new IllegalArgumentException("redress.mail.senders: 1 to 16, not " + senders);
        }
    }
}
