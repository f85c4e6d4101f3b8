package io.redress.notification;

import io.redress.core.CaseRef;
import io.redress.platform.RedressProperties;
import io.redress.platform.StartRefused;
import jakarta.mail.internet.AddressException;
import jakarta.mail.internet.InternetAddress;
import java.io.UnsupportedEncodingException;
import java.net.URI;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** As whom we write: the sender's address, where answers go, and the domain of our Message-IDs. */
@Component
class MailIdentity {

    private final InternetAddress from;
    private final InternetAddress replyTo;
    private final String domain;

    MailIdentity(MailSettings settings, RedressProperties properties) {
        this.from = blank(settings.from())
                ? named(properties.organisation(), "redress@" + host(properties.publicUrl()))
                : parse("redress.mail.from", settings.from());
        this.replyTo = blank(settings.replyTo()) ? from : parse("redress.mail.reply-to", settings.replyTo());
        this.domain = from.getAddress()
                .substring(from.getAddress().lastIndexOf('@') + 1)
                .toLowerCase(Locale.ROOT);
    }

    InternetAddress from() {
        return from;
    }

    InternetAddress replyTo() {
        return replyTo;
    }

    /** Where our Message-IDs live. */
    String domain() {
        return domain;
    }

    String messageId(UUID notification) {
        return "<" + notification + "@" + domain + ">";
    }

    /** The id that all mails about a case refer to, so that mail programs show them, and answers, as one thread. */
    String thread(CaseRef caseRef) {
        return "<" + caseRef.type().key() + "." + caseRef.reference().toLowerCase(Locale.ROOT) + "@" + domain + ">";
    }

    private static String host(@Nullable URI publicUrl) {
        String host = publicUrl == null ? null : publicUrl.getHost();
        return host == null || host.startsWith("[") || !host.matches(".*[A-Za-z].*") ? "localhost" : host;
    }

    private static boolean blank(@Nullable String text) {
        return text == null || text.isBlank();
    }

    private static InternetAddress parse(String setting, @Nullable String text) {
        try {
            InternetAddress[] addresses = InternetAddress.parse(String.valueOf(text), true);
            if (addresses.length != 1 || addresses[0].isGroup()) {
                throw new AddressException("not exactly one address");
            }
            addresses[0].validate();
            String name = addresses[0].getPersonal();
            return name == null ? addresses[0] : named(name, addresses[0].getAddress());
        } catch (AddressException e) {
            throw new StartRefused(
                    setting + " must be one address such as \"Nordhain Care <care@nordhain.example>\": "
                            + e.getMessage(),
                    e);
        }
    }

    private static InternetAddress named(String name, String address) {
        try {
            return new InternetAddress(address, name.replaceAll("\\p{Cntrl}+", " "), "UTF-8");
        } catch (UnsupportedEncodingException e) {
            throw new IllegalStateException(e);
        }
    }
}
