package io.redress.notification;

import jakarta.mail.internet.AddressException;
import jakarta.mail.internet.InternetAddress;
import java.net.IDN;
import org.jspecify.annotations.Nullable;

/** Reads one address strictly, so that nothing but an address ever reaches a header or the SMTP conversation. */
final class MailAddress {

    private static final int LONGEST = 254;

    private MailAddress() {}

    /**
     * The bare address with its domain in ASCII, or null when it is none to which mail can be sent: lists, groups,
     * routes, printed names, control characters, local parts outside ASCII (they need SMTPUTF8 all the way).
     */
    static @Nullable String reachable(@Nullable String text) {
        if (text == null) {
            return null;
        }
        String trimmed = text.strip();
        int at = trimmed.lastIndexOf('@');
        if (at < 1 || at == trimmed.length() - 1 || trimmed.chars().anyMatch(MailAddress::unwanted)) {
            return null;
        }
        try {
            String address = trimmed.substring(0, at) + "@"
                    + IDN.toASCII(trimmed.substring(at + 1), IDN.ALLOW_UNASSIGNED | IDN.USE_STD3_ASCII_RULES);
            if (address.length() > LONGEST || address.chars().anyMatch(c -> c > 126)) {
                return null;
            }
            InternetAddress parsed = new InternetAddress(address, true);
            parsed.validate();
            return parsed.isGroup() || parsed.getPersonal() != null || !address.equals(parsed.getAddress())
                    ? null
                    : address;
        } catch (AddressException | IllegalArgumentException e) {
            return null;
        }
    }

    private static boolean unwanted(int c) {
        return c <= ' ' || c == 127 || c == '<' || c == '>' || c == ',' || c == ';' || c == '(' || c == ')';
    }
}
