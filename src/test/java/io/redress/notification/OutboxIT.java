package io.redress.notification;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.redress.core.CaseRef;
import io.redress.core.CaseType;
import io.redress.core.ModelRef;
import io.redress.core.QualityEvent;
import io.redress.core.Refusal;
import io.redress.engine.Models;
import io.redress.identity.Actors;
import io.redress.notification.Notifications.Outcome;
import io.redress.party.PersonStore;
import io.redress.platform.RedressClock;
import io.redress.platform.RedressProperties;
import io.redress.testing.RedressTest;
import jakarta.mail.internet.MimeMessage;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.support.StaticListableBeanFactory;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * The outbox on a real database against mail servers that behave and that do not. Its cases, clock and dispatchers are
 * its own; the application's dispatcher stands still meanwhile, where a test does not say otherwise.
 */
@RedressTest
class OutboxIT {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    @Autowired
    JdbcClient jdbc;

    @Autowired
    PersonStore persons;

    @Autowired
    Models models;

    @Autowired
    Actors actors;

    @Autowired
    ApplicationEventPublisher publisher;

    @Autowired
    PlatformTransactionManager transactions;

    @Autowired
    MailIdentity identity;

    @Autowired
    MailSettings settings;

    @Autowired
    RedressProperties properties;

    @Autowired
    OutboxDispatcher applicationsDispatcher;

    @Autowired
    CaughtMails caught;

    final RedressClock clock = new RedressClock();
    final SmtpStub server = new SmtpStub();
    final List<QualityEvent> events = new CopyOnWriteArrayList<>();
    final List<OutboxDispatcher> dispatchers = new ArrayList<>();
    final Map<String, CaseRecipients.Recipient> customers = new HashMap<>();
    String answerText = "An answer.";

    TransactionTemplate transaction;
    Outbox outbox;
    Notifications notifications;

    @BeforeEach
    void standStill() {
        applicationsDispatcher.stop();
        transaction = new TransactionTemplate(transactions);
        outbox = new Outbox(jdbc, clock);
        notifications = notifications(dispatcher());
    }

    @AfterEach
    void goOn() {
        dispatchers.forEach(OutboxDispatcher::stop);
        server.close();
        applicationsDispatcher.start();
    }

    @Test
    void whatIsRolledBackIsNeverSent() {
        start();
        CaseRef rolledBack = customer("gone@example.org");
        assertThatThrownBy(() -> transaction.executeWithoutResult(status -> {
                    assertThat(notifications.toCustomer(rolledBack, "answer", step("1")))
                            .isEqualTo(Outcome.QUEUED);
                    assertThat(outbox.of(rolledBack)).hasSize(1);
                    throw new IllegalStateException("what the mail tells of did not happen");
                }))
                .hasMessageContaining("did not happen");

        CaseRef kept = customer("kept@example.org");
        queue(kept, "1");

        awaitState(kept, "sent");
        assertThat(outbox.of(rolledBack)).isEmpty();
        assertThat(server.to("gone@example.org")).isEmpty();
        assertThat(server.to("kept@example.org")).hasSize(1);
    }

    @Test
    void aStepThatIsRepeatedSendsOnceWithOneMessageId() throws Exception {
        CaseRef caseRef = customer("once@example.org");
        ExecutorService both = Executors.newFixedThreadPool(8);
        try {
            List<Callable<Outcome>> repetitions = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                repetitions.add(() -> queue(caseRef, "the same visit"));
            }
            List<Outcome> outcomes = new ArrayList<>();
            for (Future<Outcome> done : both.invokeAll(repetitions)) {
                outcomes.add(done.get());
            }
            assertThat(outcomes).containsOnlyOnce(Outcome.QUEUED).contains(Outcome.QUEUED_BEFORE);
        } finally {
            both.shutdown();
        }
        start();
        awaitState(caseRef, "sent");
        assertThat(queue(caseRef, "the same visit")).isEqualTo(Outcome.QUEUED_BEFORE);

        assertThat(outbox.of(caseRef)).hasSize(1);
        assertThat(server.to("once@example.org"))
                .singleElement()
                .extracting(SmtpStub.Accepted::messageId)
                .isEqualTo(outbox.of(caseRef).get(0).messageId());
        assertThat(types(caseRef)).containsExactly("notification.queued", "notification.sent");

        assertThat(queue(caseRef, "another visit")).isEqualTo(Outcome.QUEUED);
    }

    @Test
    void aServerThatIsBusyIsAskedAgainLater() {
        server.answerRecipient("busy@example.org", "451 4.3.0 try again later", "452 4.2.2 busy@example.org is full");
        CaseRef caseRef = customer("busy@example.org");
        start();
        queue(caseRef, "1");

        OutboxEntry first = await(() -> only(caseRef), entry -> entry.attempts() == 1 && waits(entry));
        assertThat(first.lastError()).startsWith("451 4.3.0").doesNotContain("busy@");
        assertThat(first.nextAttemptAt())
                .isBetween(clock.instant().plusSeconds(30), clock.instant().plusSeconds(60));

        clock.advance(Duration.ofMinutes(1));
        OutboxEntry second = await(() -> only(caseRef), entry -> entry.attempts() == 2 && waits(entry));
        assertThat(second.lastError()).startsWith("452 4.2.2").doesNotContain("busy");
        assertThat(second.nextAttemptAt()).isEqualTo(clock.instant().plus(Duration.ofMinutes(5)));

        clock.advance(Duration.ofMinutes(5));
        awaitState(caseRef, "sent");
        assertThat(server.to("busy@example.org")).hasSize(1);
        assertThat(types(caseRef)).containsExactly("notification.queued", "notification.sent");
    }

    @Test
    void aServerThatIsBusyForFourDaysIsGivenUp() {
        server.answerRecipient("never@example.org", always451());
        CaseRef caseRef = customer("never@example.org");
        start();
        queue(caseRef, "1");
        for (int i = 1; i <= 30 && !only(caseRef).state().equals("failed"); i++) {
            int attempts = i;
            await(
                    () -> only(caseRef),
                    entry -> entry.attempts() >= attempts && !entry.state().equals("sending"));
            clock.advance(Duration.ofHours(12));
        }
        assertThat(only(caseRef).state()).isEqualTo("failed");
        assertThat(only(caseRef).attempts()).isBetween(6, 14);
        assertThat(types(caseRef)).containsExactly("notification.queued", "notification.failed");
    }

    @Test
    void aRecipientThatIsRefusedFailsAtOnceAndCanBeSentAgain() {
        server.answerRecipient(
                "no.such.person@example.org", "550 5.1.1 <no.such.person@example.org>: unknown no.such.person");
        CaseRef caseRef = customer("no.such.person@example.org");
        start();
        queue(caseRef, "1");

        OutboxEntry failed = awaitState(caseRef, "failed");
        assertThat(failed.attempts()).isEqualTo(1);
        assertThat(failed.lastError())
                .startsWith("550 5.1.1")
                .contains("unknown")
                .doesNotContain("no.such");
        QualityEvent event = events.stream()
                .filter(e -> e.caseRef().equals(caseRef) && e.type().equals("notification.failed"))
                .findFirst()
                .orElseThrow();
        assertThat(event.details()).containsEntry("cause", "550 5.1.1").containsEntry("messageId", failed.messageId());

        transaction.executeWithoutResult(status -> notifications.sendAgain(failed.id()));

        assertThat(awaitState(caseRef, "sent").messageId()).isEqualTo(failed.messageId());
        assertThat(server.to("no.such.person@example.org")).hasSize(1);
        assertThatThrownBy(() -> transaction.executeWithoutResult(status -> notifications.sendAgain(failed.id())))
                .isInstanceOfSatisfying(Refusal.class, e -> assertThat(e.kind()).isEqualTo(Refusal.Kind.CONFLICT));
        assertThatThrownBy(() -> transaction.executeWithoutResult(status -> notifications.sendAgain(UUID.randomUUID())))
                .isInstanceOfSatisfying(Refusal.class, e -> assertThat(e.kind()).isEqualTo(Refusal.Kind.NOT_FOUND));
    }

    @Test
    void aMessageThatIsRefusedAsAWholeFailsAtOnce() {
        server.answerData("content@example.org", "554 5.7.1 looks like spam");
        CaseRef caseRef = customer("content@example.org");
        start();
        queue(caseRef, "1");
        assertThat(awaitState(caseRef, "failed").lastError()).isEqualTo("554 5.7.1 looks like spam");
    }

    @Test
    void aServerThatWasAwayGetsEverythingOnceItIsBack() {
        server.goAway();
        List<CaseRef> cases = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            cases.add(customer("away" + i + "@example.org"));
        }
        start();
        cases.forEach(caseRef -> queue(caseRef, "1"));
        for (CaseRef caseRef : cases) {
            OutboxEntry entry = await(() -> only(caseRef), e -> e.attempts() == 1 && waits(e));
            assertThat(entry.lastError()).isEqualTo("the mail server cannot be reached");
        }
        server.comeBack();
        clock.advance(Duration.ofMinutes(1));
        cases.forEach(caseRef -> awaitState(caseRef, "sent"));
        assertThat(server.accepted)
                .extracting(SmtpStub.Accepted::to)
                .doesNotHaveDuplicates()
                .hasSizeGreaterThanOrEqualTo(5);
    }

    @Test
    void aConnectionLostAfterTheServerAcceptedSendsASecondCopyOfTheSameMail() throws Exception {
        server.answerData("dropped@example.org", SmtpStub.ACCEPT_AND_HANG_UP);
        CaseRef caseRef = customer("dropped@example.org");
        start();
        queue(caseRef, "1");
        await(() -> only(caseRef), e -> e.attempts() == 1 && waits(e));
        clock.advance(Duration.ofMinutes(1));
        awaitState(caseRef, "sent");

        List<SmtpStub.Accepted> copies = server.to("dropped@example.org");
        assertThat(copies).hasSize(2);
        assertThat(copies)
                .extracting(SmtpStub.Accepted::messageId)
                .containsOnly(only(caseRef).messageId());
    }

    @Test
    void whatASenderThatDiedHeldIsSentOnceItsLockRunsOut() {
        CaseRef caseRef = customer("orphan@example.org");
        queue(caseRef, "1");
        Outbox.Claim dead = claim(caseRef);
        start();
        CaseRef other = customer("meanwhile@example.org");
        queue(other, "1");
        awaitState(other, "sent");
        assertThat(only(caseRef).state()).isEqualTo("sending");

        clock.advance(Outbox.LOCK);
        awaitState(caseRef, "sent");
        assertThat(server.to("orphan@example.org")).hasSize(1);
        Boolean concluded = transaction.execute(status -> outbox.failed(dead, "too late"));
        assertThat(concluded)
                .as("the dead one comes back and has no say any more")
                .isFalse();
        assertThat(only(caseRef).state()).isEqualTo("sent");
    }

    @Test
    void oneRecipientKeepsItsOrderAndHoldsUpNobodyElse() {
        CaseRef stuck = customer("stuck@example.org");
        CaseRef quick = customer("quick@example.org");
        server.answerRecipient("stuck@example.org", "450 4.2.1 not now");
        for (int i = 1; i <= 3; i++) {
            queue(stuck, "visit " + i);
            queue(quick, "visit " + i);
        }
        start();

        await(() -> outbox.of(quick), entries -> entries.stream()
                .allMatch(e -> e.state().equals("sent")));
        await(() -> outbox.of(stuck), entries -> entries.get(0).attempts() == 1 && waits(entries.get(0)));
        assertThat(outbox.of(stuck)).extracting(OutboxEntry::attempts).containsExactly(1, 0, 0);
        assertThat(server.to("stuck@example.org")).isEmpty();

        clock.advance(Duration.ofMinutes(1));
        await(() -> outbox.of(stuck), entries -> entries.stream()
                .allMatch(e -> e.state().equals("sent")));
        for (CaseRef caseRef : List.of(stuck, quick)) {
            String address = customers.get(caseRef.reference()).email();
            assertThat(server.to(address))
                    .extracting(SmtpStub.Accepted::messageId)
                    .containsExactlyElementsOf(outbox.of(caseRef).stream()
                            .map(OutboxEntry::messageId)
                            .toList());
        }
    }

    @Test
    void aRecipientWhoseServerIsSlowHoldsUpNobodyElse() throws Exception {
        CountDownLatch release = new CountDownLatch(1);
        server.onRecipient(to -> {
            if (to.equals("slow@example.org")) {
                try {
                    release.await(10, TimeUnit.SECONDS);
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            }
        });
        CaseRef slow = customer("slow@example.org");
        start();
        queue(slow, "1");
        await(() -> only(slow), entry -> entry.state().equals("sending"));
        CaseRef other = customer("not-slow@example.org");
        queue(other, "1");
        awaitState(other, "sent");
        assertThat(only(slow).state()).isEqualTo("sending");
        release.countDown();
        awaitState(slow, "sent");
    }

    @Test
    void severalDispatchersSendEachMailOnce() {
        Map<String, AtomicInteger> asked = new java.util.concurrent.ConcurrentHashMap<>();
        server.onRecipient(
                to -> asked.computeIfAbsent(to, key -> new AtomicInteger()).incrementAndGet());
        List<CaseRef> cases = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            CaseRef caseRef = customer("many" + i + "@example.org");
            cases.add(caseRef);
            queue(caseRef, "1");
            queue(caseRef, "2");
        }
        for (int i = 0; i < 3; i++) {
            dispatcher();
        }
        dispatchers.forEach(OutboxDispatcher::start);
        cases.forEach(caseRef -> await(() -> outbox.of(caseRef), entries -> entries.stream()
                .allMatch(e -> e.state().equals("sent"))));
        for (CaseRef caseRef : cases) {
            assertThat(asked.get(customers.get(caseRef.reference()).email())).hasValue(2);
            assertThat(server.to(customers.get(caseRef.reference()).email()))
                    .extracting(SmtpStub.Accepted::messageId)
                    .containsExactlyElementsOf(outbox.of(caseRef).stream()
                            .map(OutboxEntry::messageId)
                            .toList());
        }
    }

    @Test
    void neitherAddressNorTextLiesInTheOutboxInClear() {
        server.answerRecipient("canary.address@example.org", "550 5.1.1 canary.address@example.org unknown");
        CaseRef caseRef = customer("canary.address@example.org");
        answerText = "canary-in-the-text";
        start();
        queue(caseRef, "1");
        awaitState(caseRef, "failed");

        List<String> rows = jdbc.sql("select row_to_json(o)::text from outbox o where case_reference = :reference")
                .param("reference", caseRef.reference())
                .query(String.class)
                .list();
        assertThat(rows).hasSize(1);
        assertThat(rows.get(0)).contains(caseRef.reference()).doesNotContainIgnoringCase("canary");
        assertThat(events.stream().filter(e -> e.caseRef().equals(caseRef)).map(QualityEvent::toString))
                .isNotEmpty()
                .noneMatch(text -> text.contains("canary"));
    }

    @Test
    void whoHasNoUsableAddressIsAnOutcome() {
        CaseRef none = customer(null);
        CaseRef wrong = customer("nobody, nowhere");
        CaseRef nobody = new CaseRef(CaseType.COMPLAINT, reference());
        assertThat(queue(none, "1")).isEqualTo(Outcome.NO_ADDRESS);
        assertThat(queue(wrong, "1")).isEqualTo(Outcome.UNUSABLE_ADDRESS);
        assertThat(queue(nobody, "1")).isEqualTo(Outcome.NO_RECIPIENT);
        assertThat(outbox.of(none)).isEmpty();
        assertThat(outbox.of(wrong)).isEmpty();
        assertThat(types(wrong)).containsExactly("notification.unreachable");
        assertThat(events.stream()
                        .filter(e -> e.caseRef().equals(wrong))
                        .findFirst()
                        .orElseThrow()
                        .details())
                .containsEntry("cause", "unusable-address");
    }

    @Test
    void aTextThatIsNotThereIsNamed() {
        CaseRef caseRef = customer("text@example.org");
        assertThatThrownBy(() -> transaction.executeWithoutResult(
                        status -> notifications.toCustomer(caseRef, "no-such-text", step("1"))))
                .hasMessageContaining("no-such-text.en.md");
        assertThatThrownBy(() -> transaction.executeWithoutResult(
                        status -> notifications.toCustomer(caseRef, "../secret", step("1"))))
                .hasMessageContaining("../secret");
        assertThat(outbox.of(caseRef)).isEmpty();
    }

    @Test
    void aMailToSomebodyWhoWasErasedIsCancelled() {
        CaseRef caseRef = customer("erased@example.org");
        queue(caseRef, "1");
        UUID subject = customers.get(caseRef.reference()).subject();
        jdbc.sql("update person_key set wrapped_key = null, destroyed_at = created_at where subject = :subject")
                .param("subject", subject)
                .update();
        start();
        assertThat(awaitState(caseRef, "cancelled").lastError()).isEqualTo("the person was erased");
        assertThat(server.to("erased@example.org")).isEmpty();
        assertThat(types(caseRef)).containsExactly("notification.queued", "notification.cancelled");
    }

    @Test
    void germanArrivesByteForByteThroughTheDemosOwnServer() throws Exception {
        answerText = "Größe, Füße, Äußerung – „schön“ 😀\n.\n..Punkt am Anfang\nFrom hier\n" + "ß".repeat(2_000) + "\n"
                + "x".repeat(3_000) + " Ende";
        CaseRef caseRef = customer("jörg@example.org".replace("jörg", "joerg"), Locale.GERMAN);
        dispatchers.forEach(OutboxDispatcher::stop);
        applicationsDispatcher.start();
        notifications = notifications(applicationsDispatcher);
        queue(caseRef, "1");
        String messageId = awaitState(caseRef, "sent").messageId();

        MimeMessage mail = caught.messages().stream()
                .filter(candidate -> header(candidate, "Message-ID").equals(messageId))
                .findFirst()
                .orElseThrow();
        assertThat(mail.getSubject()).contains("Beschwerde").contains(caseRef.reference());
        assertThat(mail.getContentType()).containsIgnoringCase("text/plain").containsIgnoringCase("utf-8");
        assertThat(String.valueOf(mail.getContent()).replace("\r\n", "\n"))
                .contains("\n\n" + answerText + "\n\n")
                .contains("Guten Tag Jörg Köhler,")
                .contains("Mit freundlichen Grüßen");
        assertThat(header(mail, "Auto-Submitted")).isEqualTo("auto-generated");
        assertThat(header(mail, "X-Redress-Case")).isEqualTo(caseRef.reference());
        assertThat(header(mail, "References"))
                .isEqualTo(
                        "<complaint." + caseRef.reference().toLowerCase(Locale.ROOT) + "@" + identity.domain() + ">");
        assertThat(header(mail, "Content-Language")).isEqualTo("de");
        assertThat(mail.getFrom()).containsExactly(identity.from());
        assertThat(mail.getReplyTo()).containsExactly(identity.replyTo());
        assertThat(mail.getAllRecipients()).hasSize(1);
        assertThat(caught.newest(0, 1_000))
                .anySatisfy(shown -> assertThat(shown.body()).contains(answerText));
    }

    @Test
    void aLanguageWithoutATextGetsTheOrganisations() throws Exception {
        CaseRef caseRef = customer("fr@example.org", Locale.FRENCH);
        start();
        queue(caseRef, "1");
        awaitState(caseRef, "sent");
        assertThat(only(caseRef).language()).isEqualTo("en");
        assertThat(server.to("fr@example.org").get(0).mail().getSubject()).startsWith("Our answer");
    }

    @Test
    void aRowKeepsItsIdentityWhoeverWrites() {
        CaseRef caseRef = customer("fixed@example.org");
        queue(caseRef, "1");
        UUID id = only(caseRef).id();
        assertThatThrownBy(() -> jdbc.sql("update outbox set message_id = 'x' where id = :id")
                        .param("id", id)
                        .update())
                .hasMessageContaining("fixed when it is queued");
        assertThatThrownBy(() -> jdbc.sql("delete from outbox where id = :id")
                        .param("id", id)
                        .update())
                .hasMessageContaining("are kept");
        start();
        awaitState(caseRef, "sent");
    }

    @Test
    void theStopWaitsForWhatIsOnItsWay() throws Exception {
        CountDownLatch talking = new CountDownLatch(1);
        CountDownLatch release = new CountDownLatch(1);
        server.onRecipient(to -> {
            talking.countDown();
            try {
                release.await(10, TimeUnit.SECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        CaseRef caseRef = customer("last@example.org");
        start();
        queue(caseRef, "1");
        assertThat(talking.await(10, TimeUnit.SECONDS)).isTrue();
        Thread stopping = new Thread(dispatchers.get(0)::stop);
        stopping.start();
        release.countDown();
        stopping.join(PATIENCE.toMillis());
        assertThat(only(caseRef).state()).isEqualTo("sent");
    }

    @Test
    void withoutAMailServerEverythingWaitsAndNothingFails() {
        OutboxDispatcher without =
                new OutboxDispatcher(outbox, persons, null, actors, this::publish, transaction, clock, 4);
        notifications = notifications(without);
        without.start();
        CaseRef caseRef = customer("later@example.org");
        assertThat(queue(caseRef, "1")).isEqualTo(Outcome.QUEUED);
        assertThat(notifications.canSend()).isFalse();
        assertThat(without.isRunning()).isFalse();
        assertThat(only(caseRef).state()).isEqualTo("waiting");
        assertThat(notifications.counts().get("waiting")).isPositive();

        start();
        awaitState(caseRef, "sent");
    }

    private OutboxDispatcher dispatcher() {
        OutboxDispatcher dispatcher = new OutboxDispatcher(
                outbox,
                persons,
                new MailCourier(server.sender(), identity, clock),
                actors,
                this::publish,
                transaction,
                clock,
                4);
        dispatchers.add(dispatcher);
        return dispatcher;
    }

    private void start() {
        dispatchers.get(0).start();
    }

    private void publish(Object event) {
        if (event instanceof QualityEvent quality) {
            events.add(quality);
        }
        publisher.publishEvent(event);
    }

    private Notifications notifications(OutboxDispatcher dispatcher) {
        CaseRecipients port = new CaseRecipients() {
            @Override
            public CaseType caseType() {
                return CaseType.COMPLAINT;
            }

            @Override
            public Recipient customer(CaseRef caseRef) {
                return customers.get(caseRef.reference());
            }

            @Override
            public Map<String, String> values(CaseRef caseRef, Locale language) {
                return Map.of(
                        "customerName", "Jörg Köhler", "product", "Pump", "receivedOn", "1", "answer", answerText);
            }
        };
        StaticListableBeanFactory ports = new StaticListableBeanFactory(Map.of("port", port));
        return new Notifications(
                outbox,
                dispatcher,
                identity,
                settings,
                properties,
                persons,
                models,
                ports.getBeanProvider(CaseRecipients.class),
                this::publish,
                clock);
    }

    private CaseRef customer(String email) {
        return customer(email, Locale.ENGLISH);
    }

    private CaseRef customer(String email, Locale language) {
        CaseRef caseRef = CaseRef.complaint(reference());
        customers.put(
                caseRef.reference(),
                new CaseRecipients.Recipient(persons.newSubject(), "Jörg Köhler", email, language));
        return caseRef;
    }

    private static String reference() {
        return "C-T-" + UUID.randomUUID().toString().substring(0, 13);
    }

    private Outcome queue(CaseRef caseRef, String visit) {
        return transaction.execute(status -> notifications.toCustomer(caseRef, "answer", step(visit)));
    }

    private Notifications.Step step(String visit) {
        String definition =
                models.latestProcess("complaint-handling").orElseThrow().id();
        return new Notifications.Step(visit, new ModelRef(definition, "ServiceTask_SendAnswer"));
    }

    private Outbox.Claim claim(CaseRef caseRef) {
        List<Outbox.Claim> claims = transaction.execute(status -> outbox.claim(1_000));
        return claims.stream()
                .filter(claim -> claim.entry().caseRef().equals(caseRef))
                .findFirst()
                .orElseThrow();
    }

    private OutboxEntry only(CaseRef caseRef) {
        List<OutboxEntry> entries = outbox.of(caseRef);
        assertThat(entries).hasSize(1);
        return entries.get(0);
    }

    private List<String> types(CaseRef caseRef) {
        return events.stream()
                .filter(event -> event.caseRef().equals(caseRef))
                .map(QualityEvent::type)
                .toList();
    }

    private OutboxEntry awaitState(CaseRef caseRef, String state) {
        return await(() -> only(caseRef), entry -> entry.state().equals(state));
    }

    private static boolean waits(OutboxEntry entry) {
        return entry.state().equals("waiting");
    }

    private static String[] always451() {
        String[] answers = new String[40];
        Arrays.fill(answers, "451 4.3.0 later");
        return answers;
    }

    private static String header(MimeMessage mail, String name) {
        try {
            return String.valueOf(mail.getHeader(name, null));
        } catch (jakarta.mail.MessagingException e) {
            throw new IllegalStateException(e);
        }
    }

    private static <T> T await(Supplier<T> state, java.util.function.Predicate<T> wanted) {
        Instant until = Instant.now().plus(PATIENCE);
        T seen = state.get();
        while (!wanted.test(seen)) {
            if (Instant.now().isAfter(until)) {
                throw new AssertionError("not reached within " + PATIENCE + "; last seen: " + seen);
            }
            try {
                Thread.sleep(25);
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
            seen = state.get();
        }
        return seen;
    }
}
