package io.redress.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.redress.audit.Ledger.Damage;
import io.redress.audit.Ledger.Verification;
import io.redress.core.Actor;
import io.redress.core.CaseRef;
import io.redress.core.Change;
import io.redress.core.ModelDigests;
import io.redress.core.ModelRef;
import io.redress.core.PrintedNames;
import io.redress.core.QualityEvent;
import io.redress.core.RefusedAct;
import io.redress.identity.Actors;
import io.redress.identity.Roles;
import io.redress.party.PersonStore;
import io.redress.testing.RedressTest;
import jakarta.persistence.EntityManagerFactory;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.support.StaticListableBeanFactory;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DataSourceUtils;
import org.springframework.jdbc.datasource.DelegatingDataSource;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import org.springframework.transaction.support.TransactionTemplate;

@RedressTest
class LedgerIT {

    @Autowired
    Ledger ledger;

    @Autowired
    Timeline timeline;

    @Autowired
    ApplicationEventPublisher events;

    @Autowired
    TransactionTemplate transaction;

    @Autowired
    PlatformTransactionManager manager;

    @Autowired
    PersonStore persons;

    @Autowired
    Actors actors;

    @Autowired
    JdbcTemplate database;

    @Autowired
    DataSource dataSource;

    @Autowired
    EntityManagerFactory entities;

    @Autowired
    Clock clock;

    private final CaseRef one = newCase("A");
    private final CaseRef two = newCase("B");

    @Test
    void oneTransactionMakesOneEntryPerCaseWithAllItsFacts() {
        transaction.executeWithoutResult(status -> {
            publish(one, "test.opened");
            publish(two, "test.opened");
            publish(one, "test.judged");
        });
        transaction.executeWithoutResult(status -> publish(one, "test.closed"));

        assertThat(types(one)).containsExactly(List.of("test.opened", "test.judged"), List.of("test.closed"));
        assertThat(types(two)).containsExactly(List.of("test.opened"));
        assertThat(database.queryForList(
                        "select body::json ->> 'tx' from ledger_entry where chain in (?, ?) and seq = 1",
                        String.class,
                        one.chain(),
                        two.chain()))
                .as("both entries name the same transaction")
                .hasSize(2)
                .containsOnly(database.queryForObject(
                        "select body::json ->> 'tx' from ledger_entry where chain = ? and seq = 1",
                        String.class,
                        one.chain()));
        assertThat(ledger.verify(one.chain()))
                .satisfies(found -> assertThat(found.whole()).isTrue())
                .satisfies(found -> assertThat(found.entries()).isEqualTo(2));
    }

    @Test
    void whatIsRolledBackIsNotWritten() {
        transaction.executeWithoutResult(status -> {
            publish(one, "test.opened");
            status.setRollbackOnly();
        });
        assertThatThrownBy(() -> transaction.executeWithoutResult(status -> {
                    publish(one, "test.opened");
                    throw new IllegalStateException("broken");
                }))
                .hasMessage("broken");

        assertThat(timeline.of(one, 0, 10).total()).isZero();
        assertThat(ledger.verify(one.chain()).entries()).isZero();
    }

    @Test
    void aTransactionWithinKeepsItsOwnFactsApart() {
        TransactionTemplate within = new TransactionTemplate(manager);
        within.setPropagationBehavior(TransactionDefinition.PROPAGATION_REQUIRES_NEW);
        transaction.executeWithoutResult(status -> {
            publish(one, "test.outer-first");
            within.executeWithoutResult(inner -> publish(one, "test.inner"));
            within.executeWithoutResult(inner -> {
                publish(one, "test.inner-lost");
                inner.setRollbackOnly();
            });
            publish(one, "test.outer-second");
        });

        assertThat(types(one)).containsExactly(List.of("test.inner"), List.of("test.outer-first", "test.outer-second"));
    }

    @Test
    void withoutATransactionAFactGetsItsOwn() {
        publish(one, "test.noted");

        assertThat(types(one)).containsExactly(List.of("test.noted"));
    }

    @Test
    void factsOfOthersLastWordsAreIncluded() {
        transaction.executeWithoutResult(status -> {
            publish(one, "test.opened");
            TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {
                @Override
                public void beforeCommit(boolean readOnly) {
                    publish(one, "test.before-commit");
                }

                @Override
                public void beforeCompletion() {
                    publish(one, "test.before-completion");
                }
            });
        });

        assertThat(types(one)).containsExactly(List.of("test.opened", "test.before-commit", "test.before-completion"));
    }

    @Test
    void factsAfterTheCommitGetATransactionOfTheirOwn() {
        transaction.executeWithoutResult(
                status -> TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {
                    @Override
                    public void afterCommit() {
                        publish(one, "test.after-commit");
                    }

                    @Override
                    public void afterCompletion(int how) {
                        publish(one, "test.after-completion");
                    }
                }));

        assertThat(types(one)).containsExactly(List.of("test.after-commit"), List.of("test.after-completion"));
    }

    @Test
    void aRefusedActSurvivesTheRollbackOfWhatWasRefused() {
        transaction.executeWithoutResult(status -> {
            publish(one, "test.opened");
            events.publishEvent(new RefusedAct(QualityEvent.of(one, "test.refused")));
            status.setRollbackOnly();
        });

        assertThat(types(one)).containsExactly(List.of("test.refused"));
    }

    @Test
    void theActorIsWhoeverActedWhenItHappened() {
        Actor handler = Actor.person("handler", Set.of(Roles.HANDLERS));
        transaction.executeWithoutResult(status -> {
            actors.as(handler, () -> publish(one, "test.done"));
            actors.as(Actor.system("outbox"), () -> publish(one, "test.sent"));
        });

        Timeline.Entry entry = timeline.of(one, 0, 10).entries().get(0);
        assertThat(entry.actor()).isEqualTo(handler);
        assertThat(entry.facts()).extracting(Timeline.Fact::actor).containsExactly(handler, Actor.system("outbox"));
    }

    @Test
    void eightWritersCrossingFourCasesNeverBlockEachOtherForGood() throws Exception {
        List<CaseRef> cases = List.of(one, two, newCase("C"), newCase("D"));
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try {
            List<Future<?>> writers = new ArrayList<>();
            for (int writer = 0; writer < 8; writer++) {
                Random order = new Random(writer);
                writers.add(threads.submit(() -> {
                    for (int n = 0; n < 25; n++) {
                        List<CaseRef> shuffled = new ArrayList<>(cases);
                        java.util.Collections.shuffle(shuffled, order);
                        int some = 1 + order.nextInt(4);
                        transaction.executeWithoutResult(status ->
                                shuffled.subList(0, some).forEach(caseRef -> publish(caseRef, "test.crossed")));
                    }
                }));
            }
            for (Future<?> writer : writers) {
                writer.get(60, TimeUnit.SECONDS);
            }
        } finally {
            threads.shutdownNow();
        }

        long expected = 0;
        for (int writer = 0; writer < 8; writer++) {
            Random order = new Random(writer);
            for (int n = 0; n < 25; n++) {
                java.util.Collections.shuffle(new ArrayList<>(cases), order);
                expected += 1 + order.nextInt(4);
            }
        }
        long written = 0;
        for (CaseRef caseRef : cases) {
            Verification found = ledger.verify(caseRef.chain());
            assertThat(found.broken()).isNull();
            written += found.entries();
        }
        assertThat(written).isEqualTo(expected);
    }

    @Test
    void aTransactionCostsThreeStatementsHoweverMuchHappened() {
        List<String> statements = new ArrayList<>();
        UUID subject = persons.newSubject();
        transaction.executeWithoutResult(status -> {
            JdbcTemplate counted = new JdbcTemplate(new CountingDataSource(dataSource, statements));
            LedgerWriter writer = writer(counted, new StaticListableBeanFactory());
            List<PendingFact> facts = new ArrayList<>();
            for (int n = 0; n < 40; n++) {
                facts.add(new PendingFact(
                        QualityEvent.of(n % 2 == 0 ? one : two, "test.many").because(subject, "reason " + n),
                        Actor.system("test"),
                        clock.instant()));
            }
            writer.seal(facts);
        });

        assertThat(statements)
                .as("the reasons are one more, by the person store")
                .hasSize(2);
        assertThat(timeline.of(one, 0, 10).entries().get(0).facts()).hasSize(20);
    }

    @Test
    void anEntryCommitsToTheNameAndTheModelWithoutHoldingTheName() {
        UUID subject = persons.newSubject();
        StaticListableBeanFactory ports = new StaticListableBeanFactory();
        ports.addBean("names", (PrintedNames) person -> new PrintedNames.PrintedName(subject, "Hanna Canary"));
        ports.addBean("digests", (ModelDigests) definition -> "cd".repeat(32));
        QualityEvent event = QualityEvent.of(one, "test.judged").governedBy(new ModelRef("some:1:1", "UserTask_Judge"));

        transaction.executeWithoutResult(status -> writer(database, ports)
                .seal(List.of(new PendingFact(event, Actor.person("hanna", Set.of()), clock.instant()))));

        String body =
                database.queryForObject("select body from ledger_entry where chain = ?", String.class, one.chain());
        assertThat(body).contains(persons.commitment(subject, "Hanna Canary")).doesNotContain("Canary");
        assertThat(timeline.of(one, 0, 10).entries().get(0).facts().get(0).model())
                .isEqualTo(new Timeline.Model("some:1:1", "UserTask_Judge", "cd".repeat(32)));
    }

    @Test
    void nobodyUpdatesDeletesOrTruncatesTheLedger() {
        publish(one, "test.opened");
        for (String statement : List.of(
                "update ledger_entry set body = '{}' where chain = '" + one.chain() + "'",
                "delete from ledger_entry where chain = '" + one.chain() + "'",
                "truncate ledger_entry",
                "truncate ledger_head cascade",
                "delete from ledger_head where chain = '" + one.chain() + "'",
                "update ledger_head set seq = 0 where chain = '" + one.chain() + "'",
                "update ledger_head set hash = repeat('a', 64) where chain = '" + one.chain() + "'",
                "update ledger_head set chain = chain || 'x' where chain = '" + one.chain() + "'",
                "insert into ledger_head (chain, seq, hash) values ('complaint:forged', 5, repeat('a', 64))")) {
            assertThatThrownBy(() -> database.execute(statement))
                    .as(statement)
                    .isInstanceOf(DataAccessException.class)
                    .hasStackTraceContaining("refused");
        }
        assertThat(ledger.verify(one.chain()).entries()).isOne();
    }

    @Test
    void theTriggersFireInReplicationModeToo() {
        assertThat(database.queryForList(
                        "select tgname from pg_trigger where tgrelid in ('ledger_entry'::regclass,"
                                + " 'ledger_head'::regclass) and not tgisinternal and tgenabled <> 'A'",
                        String.class))
                .isEmpty();
    }

    @Test
    void tamperingIsFoundAndPlaced() {
        for (int n = 0; n < 5; n++) {
            publish(one, "test.entry-" + n);
        }
        String chain = " where chain = '" + one.chain() + "'";

        assertThat(afterTampering("update ledger_entry set body = replace(body, 'entry-2', 'entry-9')" + chain))
                .satisfies(found -> isBroken(found, 3, Damage.CHANGED));
        assertThat(afterTampering("update ledger_entry set body = replace(body, 'entry-2', 'entry-9'), hash ="
                        + " encode(sha256(convert_to(replace(body, 'entry-2', 'entry-9'), 'UTF8')), 'hex')"
                        + chain + " and seq = 3"))
                .as("with a hash that was recomputed")
                .satisfies(found -> isBroken(found, 4, Damage.REORDERED));
        assertThat(afterTampering("update ledger_entry set body = 'no JSON', hash ="
                        + " encode(sha256('no JSON'::bytea), 'hex')" + chain + " and seq = 5"))
                .satisfies(found -> isBroken(found, 5, Damage.CHANGED));
        assertThat(afterTampering(
                        "update ledger_entry set occurred_at = occurred_at + interval '1 s'" + chain + " and seq = 2"))
                .satisfies(found -> isBroken(found, 2, Damage.CHANGED));
        assertThat(afterTampering("update ledger_entry set id = gen_random_uuid()" + chain + " and seq = 1"))
                .satisfies(found -> isBroken(found, 1, Damage.CHANGED));
        assertThat(afterTampering("delete from ledger_entry" + chain + " and seq = 1"))
                .satisfies(found -> isBroken(found, 1, Damage.MISSING));
        assertThat(afterTampering("delete from ledger_entry" + chain + " and seq = 3"))
                .satisfies(found -> isBroken(found, 3, Damage.MISSING));
        assertThat(afterTampering("delete from ledger_entry" + chain + " and seq = 5"))
                .as("the tail was cut")
                .satisfies(found -> isBroken(found, 5, Damage.MISSING));
        assertThat(afterTampering("delete from ledger_entry" + chain))
                .satisfies(found -> isBroken(found, 1, Damage.MISSING));
        assertThat(afterTampering("update ledger_entry set seq = 99" + chain + " and seq = 2;"
                        + "update ledger_entry set seq = 2" + chain + " and seq = 3;"
                        + "update ledger_entry set seq = 3" + chain + " and seq = 99"))
                .as("two changed places")
                .satisfies(found -> isBroken(found, 2, Damage.REORDERED));
        assertThat(afterTampering("insert into ledger_entry (id, chain, seq, previous_hash, hash, body, occurred_at)"
                        + " select gen_random_uuid(), chain, 6, hash, encode(sha256(convert_to(body, 'UTF8')), 'hex'),"
                        + " body, occurred_at from ledger_entry" + chain + " and seq = 5"))
                .as("one was added behind the last")
                .satisfies(found -> isBroken(found, 6, Damage.REORDERED));
        assertThat(afterTampering("update ledger_head set seq = 4, hash = (select hash from ledger_entry" + chain
                        + " and seq = 4)" + chain))
                .satisfies(found -> isBroken(found, 5, Damage.HEAD));
        assertThat(afterTampering("update ledger_head set hash = repeat('a', 64)" + chain))
                .satisfies(found -> isBroken(found, 5, Damage.HEAD));
        assertThat(afterTampering(
                        "update ledger_entry set chain = '" + two.chain() + "', seq = 1" + chain + " and seq = 5"))
                .as("one went over to another case")
                .satisfies(found -> isBroken(found, 5, Damage.MISSING));

        assertThat(ledger.verify(one.chain()).broken()).isNull();
    }

    @Test
    void theWholeLedgerIsVerifiedInOneGo() {
        publish(one, "test.opened");
        publish(two, "test.opened");
        publish(two, "test.closed");
        List<Verification> all = new ArrayList<>();

        ledger.verifyAll(all::add);

        assertThat(all).filteredOn(found -> found.broken() != null).isEmpty();
        assertThat(all)
                .filteredOn(found ->
                        found.chain().equals(one.chain()) || found.chain().equals(two.chain()))
                .extracting(Verification::entries)
                .containsExactly(1L, 2L);
    }

    @Test
    void theWordsOfAReasonAreInNoTableOfTheLedgerAndErasureLeavesItWhole() {
        UUID subject = persons.newSubject();
        String words = "canary-" + UUID.randomUUID();
        transaction.executeWithoutResult(status ->
                events.publishEvent(QualityEvent.of(one, "test.judged").because(subject, words)));
        publish(two, "test.noted");

        assertThat(timeline.of(one, 0, 10).entries().get(0).facts().get(0).reason())
                .isEqualTo(words);
        assertThat(database.queryForObject(
                        "select count(*) from ledger_entry where body like ?", Integer.class, "%" + words + "%"))
                .isZero();
        String body =
                database.queryForObject("select body from ledger_entry where chain = ?", String.class, one.chain());
        assertThat(body).contains(persons.commitment(subject, words));

        persons.erase(subject, "asked, canary-too " + words);

        Timeline.Fact fact = timeline.of(one, 0, 10).entries().get(0).facts().get(0);
        assertThat(fact.reason()).isNull();
        assertThat(fact.reasonErased()).isTrue();
        assertThat(ledger.verify(one.chain()).broken()).isNull();
        assertThat(database.queryForObject("select body from ledger_entry where chain = ?", String.class, one.chain()))
                .isEqualTo(body);
        assertThat(ledger.verify(CaseRef.system("people").chain()).broken()).isNull();
        assertThat(database.queryForObject(
                        "select count(*) from ledger_entry where body like ?", Integer.class, "%canary-too%"))
                .isZero();
        assertThat(database.queryForObject(
                        "select count(*) from ledger_entry where chain = 'system:people' and body like ?",
                        Integer.class,
                        "%party.person-erased%" + "%"))
                .isPositive();
    }

    @Test
    void aReasonForAnErasedPersonRollsTheActBack() {
        UUID subject = persons.newSubject();
        persons.erase(subject, "asked");

        assertThatThrownBy(() -> transaction.executeWithoutResult(status ->
                        events.publishEvent(QualityEvent.of(one, "test.judged").because(subject, "late words"))))
                .hasStackTraceContaining("erased");
        assertThat(timeline.of(one, 0, 10).total()).isZero();
    }

    @Test
    void pagesFollowEachOtherByTheLastSequenceRead() {
        for (int n = 0; n < 5; n++) {
            publish(one, "test.entry-" + n);
        }

        Timeline.Page first = timeline.after(one, 0, 2, false);
        assertThat(first.next()).isEqualTo(2);
        assertThat(first.total()).isEqualTo(5);
        Timeline.Page last = timeline.after(one, 4, 2, false);
        assertThat(last.entries()).extracting(Timeline.Entry::sequence).containsExactly(5L);
        assertThat(last.next()).isNull();
        assertThat(timeline.of(one, 1, 2).entries())
                .extracting(Timeline.Entry::sequence)
                .containsExactly(3L, 4L);
        assertThat(first.entries().get(1).previousHash())
                .isEqualTo(first.entries().get(0).hash());
        assertThatThrownBy(() -> timeline.after(one, 0, 101, false)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void changedPersonValuesAreShownOnlyWhenAskedForByWhoMay() {
        UUID subject = persons.newSubject();
        UUID before = persons.put(subject, "address", "Old Road 1");
        UUID after = persons.put(subject, "address", "New Road 2");
        transaction.executeWithoutResult(status -> events.publishEvent(QualityEvent.of(one, "test.moved")
                .changing(Change.ofPersonData("address", before, after), Change.of("severity", null, "major"))));

        AtomicReference<Timeline.Page> page = new AtomicReference<>();
        actors.as(Actor.person("auditor", Set.of(Roles.AUDITORS)), () -> page.set(timeline.after(one, 0, 10, true)));
        assertThat(page.get().entries().get(0).facts().get(0).changes())
                .containsExactly(
                        new Timeline.FieldChange("address", "Old Road 1", "New Road 2", true, false),
                        new Timeline.FieldChange("severity", null, "major", false, false));
        actors.as(Actor.person("owner", Set.of(Roles.OWNERS)), () -> page.set(timeline.after(one, 0, 10, true)));
        assertThat(page.get().entries().get(0).facts().get(0).changes().get(0))
                .isEqualTo(new Timeline.FieldChange("address", null, null, true, false));
        actors.as(Actor.person("auditor", Set.of(Roles.AUDITORS)), () -> page.set(timeline.after(one, 0, 10, false)));
        assertThat(page.get().entries().get(0).facts().get(0).changes().get(0).after())
                .isNull();
    }

    @Test
    void theEnginesStepsAreFoldedBetweenWhatPeopleDid() {
        transaction.executeWithoutResult(status -> {
            publish(one, "complaint.registered");
            publish(one, "engine.process-started");
        });
        transaction.executeWithoutResult(status -> {
            publish(one, "engine.activity-ended");
            publish(one, "engine.decision-evaluated");
            publish(one, "engine.task-created");
        });
        publish(one, "complaint.triaged");

        assertThat(timeline.of(one, 0, 10).moments())
                .extracting(moment -> moment.fact() == null
                        ? moment.steps().size()
                        : moment.fact().type())
                .containsExactly("complaint.registered", 2, "engine.decision-evaluated", 1, "complaint.triaged");
    }

    private LedgerWriter writer(JdbcTemplate connection, StaticListableBeanFactory ports) {
        return new LedgerWriter(
                connection,
                entities,
                persons,
                ports.getBeanProvider(ModelDigests.class),
                ports.getBeanProvider(PrintedNames.class),
                clock);
    }

    private Verification afterTampering(String statements) {
        return transaction.execute(status -> {
            database.execute("alter table ledger_entry disable trigger user");
            database.execute("alter table ledger_head disable trigger user");
            publishHead(two);
            for (String statement : statements.split(";")) {
                database.execute(statement);
            }
            Verification found = ledger.verify(one.chain());
            status.setRollbackOnly();
            return found;
        });
    }

    /** So that an entry can be moved there without breaking the foreign key. */
    private void publishHead(CaseRef caseRef) {
        database.update(
                "insert into ledger_head (chain, seq, hash) values (?, 0, repeat('0', 64)) on conflict do nothing",
                caseRef.chain());
    }

    private static void isBroken(Verification found, long sequence, Damage damage) {
        assertThat(found.broken()).isNotNull();
        assertThat(found.broken().damage()).as(found.broken().message()).isEqualTo(damage);
        assertThat(found.broken().sequence()).as(found.broken().message()).isEqualTo(sequence);
    }

    private List<List<String>> types(CaseRef caseRef) {
        return timeline.of(caseRef, 0, 100).entries().stream()
                .map(entry -> entry.facts().stream().map(Timeline.Fact::type).toList())
                .toList();
    }

    private void publish(CaseRef caseRef, String type) {
        events.publishEvent(QualityEvent.of(caseRef, type).with(Map.of("test", "yes")));
    }

    private static CaseRef newCase(String letter) {
        return CaseRef.complaint("C-test-" + letter + "-" + UUID.randomUUID());
    }

    /** Notes each statement that is prepared on the transaction's connection. */
    private static final class CountingDataSource extends DelegatingDataSource {

        private final List<String> statements;

        CountingDataSource(DataSource target, List<String> statements) {
            super(target);
            this.statements = statements;
        }

        @Override
        public Connection getConnection() {
            Connection real = DataSourceUtils.getConnection(obtainTargetDataSource());
            return (Connection) Proxy.newProxyInstance(
                    getClass().getClassLoader(), new Class<?>[] {Connection.class}, (proxy, method, arguments) -> {
                        if (method.getName().equals("prepareStatement")) {
                            statements.add((String) arguments[0]);
                        }
                        if (method.getName().equals("close")) {
                            return null;
                        }
                        try {
                            return method.invoke(real, arguments);
                        } catch (InvocationTargetException e) {
                            throw e.getCause();
                        }
                    });
        }
    }
}
