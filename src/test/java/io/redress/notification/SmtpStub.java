package io.redress.notification;

import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.internet.MimeMessage;
import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.springframework.mail.javamail.JavaMailSenderImpl;

/** A mail server that answers as it is told, and keeps a ledger of what it accepted. */
final class SmtpStub implements AutoCloseable {

    /** As an answer to the message itself: take it, and hang up instead of saying so. */
    static final String ACCEPT_AND_HANG_UP = "hang up";

    record Accepted(String to, MimeMessage mail) {

        String messageId() {
            try {
                return mail.getMessageID();
            } catch (MessagingException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    private final int port;
    private volatile ServerSocket server;
    private volatile Thread acceptor;
    private final Map<String, Queue<String>> recipientAnswers = new ConcurrentHashMap<>();
    private final Map<String, Queue<String>> dataAnswers = new ConcurrentHashMap<>();
    private volatile Consumer<String> onRecipient = to -> {};
    final List<Accepted> accepted = new CopyOnWriteArrayList<>();

    SmtpStub() {
        server = listen(0);
        port = server.getLocalPort();
    }

    /** What RCPT TO for this address is answered with, one after the other; then 250. */
    void answerRecipient(String address, String... answers) {
        recipientAnswers.put(address, new ArrayDeque<>(List.of(answers)));
    }

    /** What the message to this address is answered with, one after the other; then 250. */
    void answerData(String address, String... answers) {
        dataAnswers.put(address, new ArrayDeque<>(List.of(answers)));
    }

    /** Called with each recipient before it is answered; may block, to be slow. */
    void onRecipient(Consumer<String> what) {
        onRecipient = what;
    }

    List<Accepted> to(String address) {
        return accepted.stream().filter(mail -> mail.to().equals(address)).toList();
    }

    JavaMailSenderImpl sender() {
        JavaMailSenderImpl sender = new JavaMailSenderImpl();
        sender.setHost("127.0.0.1");
        sender.setPort(port);
        sender.setDefaultEncoding("UTF-8");
        sender.getJavaMailProperties().setProperty("mail.smtp.connectiontimeout", "5000");
        sender.getJavaMailProperties().setProperty("mail.smtp.timeout", "15000");
        return sender;
    }

    void goAway() {
        close();
    }

    void comeBack() {
        server = listen(port);
    }

    @Override
    public void close() {
        try {
            server.close();
            // until its accept has returned, the system still shakes hands with clients
            acceptor.join();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private ServerSocket listen(int at) {
        try {
            ServerSocket socket = new ServerSocket();
            socket.setReuseAddress(true);
            socket.bind(new java.net.InetSocketAddress(InetAddress.getByName("127.0.0.1"), at));
            acceptor = new Thread(
                    () -> {
                        while (!socket.isClosed()) {
                            try {
                                Socket client = socket.accept();
                                Thread talk = new Thread(() -> talk(client), "smtp-stub-talk");
                                talk.setDaemon(true);
                                talk.start();
                            } catch (IOException e) {
                                return;
                            }
                        }
                    },
                    "smtp-stub");
            acceptor.setDaemon(true);
            acceptor.start();
            return socket;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void talk(Socket client) {
        try (client;
                InputStream in = new BufferedInputStream(client.getInputStream());
                OutputStream out = client.getOutputStream()) {
            say(out, "220 stub");
            String to = "";
            for (String line = read(in); line != null; line = read(in)) {
                String verb = line.split("[ :]", 2)[0].toUpperCase(java.util.Locale.ROOT);
                switch (verb) {
                    case "EHLO", "HELO" -> say(out, "250 stub");
                    case "RCPT" -> {
                        to = line.substring(line.indexOf('<') + 1, line.indexOf('>'));
                        onRecipient.accept(to);
                        say(out, next(recipientAnswers, to));
                    }
                    case "DATA" -> {
                        say(out, "354 go on");
                        byte[] message = message(in);
                        String answer = next(dataAnswers, to);
                        if (answer.startsWith("250") || answer.equals(ACCEPT_AND_HANG_UP)) {
                            accepted.add(new Accepted(
                                    to,
                                    new MimeMessage(
                                            Session.getInstance(new Properties()), new ByteArrayInputStream(message))));
                        }
                        if (answer.equals(ACCEPT_AND_HANG_UP)) {
                            return;
                        }
                        say(out, answer);
                    }
                    case "QUIT" -> {
                        say(out, "221 bye");
                        return;
                    }
                    default -> say(out, "250 ok");
                }
            }
        } catch (IOException | MessagingException e) {
            // the client went away; what it got is in the ledger
        }
    }

    private static String next(Map<String, Queue<String>> answers, String to) {
        Queue<String> queue = answers.get(to);
        String answer = queue == null ? null : queue.poll();
        return answer == null ? "250 ok" : answer;
    }

    private static byte[] message(InputStream in) throws IOException {
        ByteArrayOutputStream message = new ByteArrayOutputStream();
        for (String line = read(in); line != null && !line.equals("."); line = read(in)) {
            message.write((line.startsWith(".") ? line.substring(1) : line).getBytes(StandardCharsets.ISO_8859_1));
            message.write('\r');
            message.write('\n');
        }
        return message.toByteArray();
    }

    private static String read(InputStream in) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int c = in.read(); c >= 0; c = in.read()) {
            if (c == '\n') {
                String text = line.toString(StandardCharsets.ISO_8859_1);
                return text.endsWith("\r") ? text.substring(0, text.length() - 1) : text;
            }
            line.write(c);
        }
        return null;
    }

    private static void say(OutputStream out, String line) throws IOException {
        out.write((line + "\r\n").getBytes(StandardCharsets.US_ASCII));
        out.flush();
    }
}
