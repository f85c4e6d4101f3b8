package io.redress.notification;

import io.redress.core.CaseRef;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.SendFailedException;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.time.Clock;
import java.util.Date;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.eclipse.angus.mail.smtp.SMTPAddressFailedException;
import org.eclipse.angus.mail.smtp.SMTPSendFailedException;
import org.eclipse.angus.mail.smtp.SMTPSenderFailedException;
import org.eclipse.angus.mail.util.MailConnectException;
import org.jspecify.annotations.Nullable;
import org.springframework.mail.MailAuthenticationException;
import org.springframework.mail.MailException;
import org.springframework.mail.MailSendException;
import org.springframework.mail.javamail.JavaMailSender;

/**
 * Carries one mail to the mail server, and says of a failure whether it is worth another try. Knows neither the outbox
 * nor transactions.
 */
final class MailCourier {

    // The server refuses us, not this mail: authentication wanted, too weak or wrong (RFC 4954).
    private static final Set<Integer> REFUSES_US = Set.of(530, 534, 535, 538);
    private static final Pattern ENHANCED_STATUS = Pattern.compile("\\b([245]\\.\\d{1,3}\\.\\d{1,3})\\b");
    private static final Pattern ADDRESS = Pattern.compile("\\S*@\\S*");
    private static final int LONGEST_REASON = 300;

    private final JavaMailSender sender;
    private final MailIdentity identity;
    private final Clock clock;

    MailCourier(JavaMailSender sender, MailIdentity identity, Clock clock) {
        this.sender = sender;
        this.identity = identity;
        this.clock = clock;
    }

    /** What is carried; the address was validated when it was queued. */
    record Letter(
            String messageId, CaseRef caseRef, @Nullable String language, String to, MessageText.Rendered text) {}

    /** The mail was not accepted. The message is for the outbox and names no address. */
    static final class DeliveryFailed extends Exception {

        private static final long serialVersionUID = 1L;

        private final boolean permanent;
        private final String brief;

        DeliveryFailed(boolean permanent, String brief, String reason, @Nullable Throwable cause) {
            super(reason, cause);
            this.permanent = permanent;
            this.brief = brief;
        }

        DeliveryFailed(boolean permanent, String reason, @Nullable Throwable cause) {
            this(permanent, reason, reason, cause);
        }

        /** The same in our own words or as a status code: what a server writes may name a person. */
        String brief() {
            return brief;
        }

        /** Whether another try would end the same way. */
        boolean permanent() {
            return permanent;
        }
    }

    void deliver(Letter letter) throws DeliveryFailed {
        try {
            sender.send(compose(letter));
        } catch (MailException | MessagingException e) {
            throw judged(e, letter.to());
        }
    }

    private MimeMessage compose(Letter letter) throws MessagingException, DeliveryFailed {
        String address = MailAddress.reachable(letter.to());
        if (address == null) {
            throw new DeliveryFailed(true, "the stored address is none", null);
        }
        MimeMessage mail = sender.createMimeMessage();
        mail.setFrom(identity.from());
        mail.setReplyTo(new InternetAddress[] {identity.replyTo()});
        mail.setRecipient(Message.RecipientType.TO, new InternetAddress(address, true));
        mail.setSubject(letter.text().subject(), "UTF-8");
        mail.setText(letter.text().body(), "UTF-8", "plain");
        mail.setSentDate(Date.from(clock.instant()));
        mail.setHeader("Message-ID", letter.messageId());
        mail.setHeader("References", identity.thread(letter.caseRef()));
        mail.setHeader("X-Redress-Case", letter.caseRef().reference());
        // RFC 3834: no automatic answers to what no person wrote, or two machines talk for ever
        mail.setHeader("Auto-Submitted", "auto-generated");
        if (letter.language() != null) {
            mail.setHeader("Content-Language", letter.language());
        }
        return mail;
    }

    private static DeliveryFailed judged(Exception failure, String to) {
        if (failure instanceof MailAuthenticationException) {
            return new DeliveryFailed(false, "the mail server did not accept our name and password", failure);
        }
        if (failure instanceof MailSendException sending
                && !sending.getFailedMessages().isEmpty()) {
            Exception cause = sending.getFailedMessages().values().iterator().next();
            Answer answer = answer(cause);
            if (answer != null) {
                boolean permanent = answer.code() >= 500 && answer.code() < 600 && !REFUSES_US.contains(answer.code());
                return new DeliveryFailed(permanent, code(answer), reason(answer, to), failure);
            }
            String what = cause instanceof MailConnectException
                    ? "the mail server cannot be reached"
                    : "the connection to the mail server broke";
            return new DeliveryFailed(false, what, failure);
        }
        if (failure instanceof MailSendException) {
            return new DeliveryFailed(false, "the mail server cannot be reached", failure);
        }
        // composing failed: our own text or address, and the same again next time; but a human must look, not a
        // customer
        return new DeliveryFailed(
                false, "the mail could not be composed: " + failure.getClass().getSimpleName(), failure);
    }

    private record Answer(int code, String text) {}

    /** The server's answer for the recipient where there is one, else for the whole. */
    private static @Nullable Answer answer(@Nullable Throwable failure) {
        Answer found = null;
        Throwable next = failure;
        for (int depth = 0; next != null && depth < 10; depth++) {
            Answer here = null;
            if (next instanceof SMTPAddressFailedException e) {
                return new Answer(e.getReturnCode(), String.valueOf(e.getMessage()));
            } else if (next instanceof SMTPSenderFailedException e) {
                here = new Answer(e.getReturnCode(), String.valueOf(e.getMessage()));
            } else if (next instanceof SMTPSendFailedException e) {
                here = new Answer(e.getReturnCode(), String.valueOf(e.getMessage()));
            }
            if (found == null && here != null && here.code() > 0) {
                found = here;
            }
            next = next instanceof SendFailedException || next instanceof MessagingException
                    ? ((MessagingException) next).getNextException()
                    : next.getCause();
        }
        return found;
    }

    private static String reason(Answer answer, String to) {
        String text = answer.text();
        int at = to.lastIndexOf('@');
        String local = to.substring(0, at);
        text = ADDRESS.matcher(text).replaceAll("(address)");
        if (local.length() > 2) {
            text = Pattern.compile(Pattern.quote(local), Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE)
                    .matcher(text)
                    .replaceAll(Matcher.quoteReplacement("(address)"));
        }
        text = text.replaceAll("[\\p{Cntrl}\\s]+", " ").strip();
        // what the server wrote begins with its code, and mostly with the enhanced one (RFC 3463)
        String code = Integer.toString(answer.code());
        String whole = text.startsWith(code) ? text : code + " " + text;
        return whole.length() <= LONGEST_REASON ? whole : whole.substring(0, LONGEST_REASON - 1) + "…";
    }

    private static String code(Answer answer) {
        Matcher status = ENHANCED_STATUS.matcher(answer.text());
        return status.find() ? answer.code() + " " + status.group(1) : Integer.toString(answer.code());
    }
}
