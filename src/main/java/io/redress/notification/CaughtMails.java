package io.redress.notification;

import com.icegreen.greenmail.mail.MailAddress;
import com.icegreen.greenmail.mail.MovingMessage;
import com.icegreen.greenmail.user.GreenMailUser;
import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import jakarta.mail.Address;
import jakarta.mail.BodyPart;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.Multipart;
import jakarta.mail.Part;
import jakarta.mail.Session;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Properties;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.mail.javamail.JavaMailSender;
import org.springframework.mail.javamail.JavaMailSenderImpl;

/**
 * The demo's mail server: speaks real SMTP on a free port of this machine, delivers nothing, and keeps the newest mails
 * in memory for the page that shows them.
 */
public final class CaughtMails implements Closeable {

    private static final int MOST = 1_000;
    private static final long MOST_BYTES = 32L << 20;
    private static final int TIMEOUT_MILLIS = 10_000;

    private final GreenMail server;
    private final Deque<byte[]> newestFirst = new ArrayDeque<>();
    private long bytes;

    private CaughtMails(GreenMail server) {
        this.server = server;
    }

    static CaughtMails start() {
        GreenMail server = new GreenMail(new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));
        CaughtMails mails = new CaughtMails(server);
        // Kept here and not in the server's mailboxes, which know no bound and one mailbox for each address.
        server.getUserManager().setMessageDeliveryHandler(mails::caught);
        server.start();
        return mails;
    }

    /** The SMTP port on 127.0.0.1. */
    public int port() {
        return server.getSmtp().getPort();
    }

    JavaMailSender sender() {
        JavaMailSenderImpl sender = new JavaMailSenderImpl();
        sender.setHost("127.0.0.1");
        sender.setPort(port());
        sender.setDefaultEncoding("UTF-8");
        Properties properties = sender.getJavaMailProperties();
        for (String name : List.of("connectiontimeout", "timeout", "writetimeout")) {
            properties.setProperty("mail.smtp." + name, Integer.toString(TIMEOUT_MILLIS));
        }
        return sender;
    }

    /** A mail as it arrived. @param body its plain text; never to be shown as HTML */
    public record CaughtMail(
            String messageId,
            String from,
            String to,
            String subject,
            @Nullable Instant sentAt,
            @Nullable String caseReference,
            String body) {}

    /** How many are kept; the oldest are forgotten beyond 1,000. */
    public synchronized int count() {
        return newestFirst.size();
    }

    /** Newest first. */
    public List<CaughtMail> newest(int skip, int most) {
        return raw(skip, most).stream().map(CaughtMails::read).toList();
    }

    /** The mails as they came over the wire, newest first. */
    public List<MimeMessage> messages() {
        return raw(0, MOST).stream().map(CaughtMails::parse).toList();
    }

    private synchronized List<byte[]> raw(int skip, int most) {
        return newestFirst.stream().skip(skip).limit(most).collect(Collectors.toCollection(ArrayList::new));
    }

    private GreenMailUser caught(MovingMessage moving, MailAddress recipient) throws MessagingException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            moving.getMessage().writeTo(out);
        } catch (IOException e) {
            throw new MessagingException("cannot be read", e);
        }
        keep(out.toByteArray());
        return new Nobody(recipient.getEmail());
    }

    private synchronized void keep(byte[] mail) {
        newestFirst.addFirst(mail);
        bytes += mail.length;
        while (newestFirst.size() > MOST || bytes > MOST_BYTES && newestFirst.size() > 1) {
            bytes -= newestFirst.removeLast().length;
        }
    }

    @Override
    public void close() {
        server.stop();
    }

    private static MimeMessage parse(byte[] raw) {
        try {
            return new MimeMessage(Session.getInstance(new Properties()), new ByteArrayInputStream(raw));
        } catch (MessagingException e) {
            throw new IllegalStateException("a mail that was accepted cannot be read", e);
        }
    }

    private static CaughtMail read(byte[] raw) {
        MimeMessage mail = parse(raw);
        try {
            return new CaughtMail(
                    String.valueOf(mail.getMessageID()),
                    addresses(mail.getFrom()),
                    addresses(mail.getRecipients(Message.RecipientType.TO)),
                    mail.getSubject() == null ? "" : mail.getSubject(),
                    mail.getSentDate() == null ? null : mail.getSentDate().toInstant(),
                    mail.getHeader("X-Redress-Case", null),
                    text(mail));
        } catch (MessagingException | IOException e) {
            throw new IllegalStateException("a mail that was accepted cannot be read", e);
        }
    }

    private static String addresses(Address @Nullable [] addresses) {
        return addresses == null
                ? ""
                : Arrays.stream(addresses)
                        .map(address -> address instanceof InternetAddress internet
                                ? internet.toUnicodeString()
                                : address.toString())
                        .collect(Collectors.joining(", "));
    }

    private static String text(Part part) throws MessagingException, IOException {
        if (part.isMimeType("text/plain")) {
            return String.valueOf(part.getContent()).replace("\r\n", "\n");
        }
        if (part.getContent() instanceof Multipart parts) {
            for (int i = 0; i < parts.getCount(); i++) {
                BodyPart inner = parts.getBodyPart(i);
                String text = text(inner);
                if (!text.isEmpty()) {
                    return text;
                }
            }
        }
        return "";
    }

    /** Takes mail in and keeps nothing: {@link #keep} has it already. */
    private record Nobody(String address) implements GreenMailUser {

        @Override
        public String getEmail() {
            return address;
        }

        @Override
        public String getLogin() {
            return address;
        }

        @Override
        public void deliver(MovingMessage mail) {}

        @Override
        public void deliver(MimeMessage mail) {}

        @Override
        public void create() {}

        @Override
        public void delete() {}

        @Override
        public String getPassword() {
            return "";
        }

        @Override
        public void setPassword(String password) {}

        @Override
        public void authenticate(String password) {}

        @Override
        public String getQualifiedMailboxName() {
            return address;
        }
    }
}
