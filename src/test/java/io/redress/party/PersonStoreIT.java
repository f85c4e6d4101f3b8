package io.redress.party;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.redress.core.Refusal;
import io.redress.party.Customers.CustomerId;
import io.redress.party.PersonRecords.Held;
import io.redress.platform.RedressProperties;
import io.redress.platform.StartRefused;
import io.redress.testing.RedressTest;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.support.StaticListableBeanFactory;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.support.TransactionTemplate;

@RedressTest
class PersonStoreIT {

    @Autowired
    PersonStore store;

    @Autowired
    Customers customers;

    @Autowired
    JdbcTemplate database;

    @Autowired
    TransactionTemplate transaction;

    @Autowired
    MasterKey masterKey;

    @Autowired
    Erasures erasures;

    @Autowired
    RedressProperties properties;

    @Autowired
    ApplicationEventPublisher events;

    @Autowired
    Clock clock;

    @Test
    void aTextIsKeptAndItsWordsAreNowhereInTheTable() {
        UUID subject = store.newSubject();
        UUID id = store.put(subject, "description", "the canary sings in the mine");

        assertThat(store.read(id)).isEqualTo("the canary sings in the mine");
        assertThat(database.queryForObject(
                        "select position('canary'::bytea in sealed) from person_data where id = ?", Integer.class, id))
                .isZero();
        assertThat(store.read(UUID.randomUUID())).isNull();
    }

    /** The node that made a key has it in memory; what the table holds must open the same. */
    @Test
    void whatOneNodeKeepsAnotherReads() {
        CustomerId customer = customers.register(customer("two-nodes@example.org", null));
        UUID alone = store.newSubject();
        UUID description = store.put(alone, "description", "a pump that hums");

        PersonStore anotherStore = new PersonStore(database, masterKey, erasures, clock);
        Customers another = new Customers(database, anotherStore, masterKey, clock);

        assertThat(another.details(customer.id())).isEqualTo(customer("two-nodes@example.org", null));
        assertThat(anotherStore.read(description)).isEqualTo("a pump that hums");
        assertThat(anotherStore.commitment(alone, "x")).isEqualTo(store.commitment(alone, "x"));
    }

    @Test
    void aRolledBackTextWasNeverThere() {
        UUID subject = store.newSubject();
        UUID id = transaction.execute(status -> {
            status.setRollbackOnly();
            return store.put(subject, "description", "gone");
        });

        assertThat(store.read(id)).isNull();
    }

    @Test
    void aCiphertextMovedToAnotherRowIsNoticed() {
        UUID subject = store.newSubject();
        UUID one = store.put(subject, "description", "one");
        UUID two = store.put(subject, "description", "two");
        database.update(
                "update person_data set sealed = (select sealed from person_data where id = ?) where id = ?", one, two);

        assertThatThrownBy(() -> store.read(two)).isInstanceOf(Cryptography.Tampered.class);
        database.update("delete from person_data where id = ?", two);
    }

    @Test
    void erasingAPersonMakesEveryTextUnreadableAndLeavesTheRows() {
        CustomerId customer = customers.register(customer("erase-me@example.org", null));
        UUID description = store.put(customer.subject(), "description", "my pump");
        UUID other = store.put(store.newSubject(), "description", "stays");

        store.erase(customer.subject(), "The person asked for it");

        assertThat(store.read(description)).isNull();
        assertThat(store.readAll(List.of(description, other))).containsOnlyKeys(other);
        assertThat(customers.details(customer.id())).isNull();
        assertThat(database.queryForObject("select count(*) from person_data where id = ?", Integer.class, description))
                .isOne();
        assertThat(database.queryForObject(
                        "select pieces from erasure where subject = ?", String.class, customer.subject()))
                .isEqualTo("{\"customer\":1,\"description\":1}");
        assertThat(customers.register(customer("erase-me@example.org", null)).id())
                .isNotEqualTo(customer.id());
    }

    @Test
    void nothingMoreIsKeptAboutAnErasedPerson() {
        UUID subject = store.newSubject();
        store.erase(subject, "asked");
        store.erase(subject, "asked again");

        assertThatThrownBy(() -> store.put(subject, "description", "late")).isInstanceOf(Refusal.class);
        assertThatThrownBy(() -> store.commitment(subject, "late")).isInstanceOf(Refusal.class);
    }

    @Test
    void aLegalHoldComesBeforeErasureUntilItIsReleased() {
        UUID subject = store.newSubject();
        UUID id = store.put(subject, "description", "held");
        database.update(
                "insert into legal_hold (id, subject, reason, placed_by, placed_at) values (?, ?, ?, ?, ?)",
                UUID.randomUUID(),
                subject,
                "Case 4 O 17/26",
                "quality",
                Timestamp.from(clock.instant()));

        assertThatThrownBy(() -> store.erase(subject, "asked"))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("4 O 17/26");
        assertThat(store.read(id)).isEqualTo("held");

        database.update(
                "update legal_hold set released_by = 'quality', released_at = ? where subject = ?",
                Timestamp.from(clock.instant()),
                subject);
        store.erase(subject, "asked");
        assertThat(store.read(id)).isNull();
    }

    @Test
    void retentionComesBeforeErasure() {
        Instant now = clock.instant();

        assertThatThrownBy(() -> eraseWith(new Held("complaint", "C-1", null))).hasMessageContaining("C-1 is open");
        assertThatThrownBy(() -> eraseWith(new Held("complaint", "C-2", now.minus(700, ChronoUnit.DAYS))))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("C-2")
                .hasMessageContaining("ISO 13485");
        assertThatThrownBy(() -> eraseWith(new Held("no-such-class", "X-1", now)))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("no-such-class");
        eraseWith(new Held("complaint", "C-3", now.minus(740, ChronoUnit.DAYS)));
    }

    @Test
    void theSameCustomerIsFoundByReferenceOrAddressAndKeepsWhatIsKnown() {
        CustomerId first = customers.register(new CustomerDetails(
                "Ann Lee", "Ann.Lee@Example.org", "+1 555 0100", "1 Main St", "US", "K-" + first8()));
        CustomerDetails known = customers.details(first.id());

        assertThat(customers.register(new CustomerDetails(null, " ann.lee@example.ORG", null, null, null, null)))
                .isEqualTo(first);
        assertThat(customers.details(first.id()))
                .isEqualTo(new CustomerDetails(
                        known.name(), " ann.lee@example.ORG", "+1 555 0100", "1 Main St", "US", known.reference()));
        assertThat(customers.register(new CustomerDetails("Ann Lee-Smith", null, null, null, null, known.reference())))
                .isEqualTo(first);
        assertThat(customers.details(first.id()).name()).isEqualTo("Ann Lee-Smith");
        assertThat(database.queryForObject(
                        "select count(*) from person_data where subject = ?", Integer.class, first.subject()))
                .as("each version is kept")
                .isEqualTo(3);
    }

    @Test
    void aSharedAddressDoesNotMergeTwoCustomersWithReferences() {
        String shared = "info-" + first8() + "@example.org";
        CustomerId one = customers.register(customer(shared, "K-" + first8()));
        CustomerId two = customers.register(customer(shared, "K-" + first8()));

        assertThat(two).isNotEqualTo(one);
    }

    @Test
    void whoIsNamedWithoutReferenceAndAddressIsNobodyKnown() {
        CustomerDetails details = new CustomerDetails("John Smith", null, null, null, null, null);

        assertThat(customers.register(details)).isNotEqualTo(customers.register(details));
    }

    @Test
    void eightReportsOfANewCustomerAtOnceMakeOneCustomer() throws Exception {
        CustomerDetails details = customer("new-" + first8() + "@example.org", "K-" + first8());
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try {
            Callable<CustomerId> register = () -> customers.register(details);
            List<Future<CustomerId>> results = threads.invokeAll(
                    IntStream.range(0, 8).mapToObj(n -> register).toList());
            CustomerId first = results.get(0).get();
            for (Future<CustomerId> result : results) {
                assertThat(result.get()).isEqualTo(first);
            }
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void anotherMasterKeyIsRefusedAndNothingIsChanged() {
        String other = Base64.getEncoder().encodeToString(new byte[32]);

        assertThatThrownBy(() -> new MasterKey(properties, other, database, clock))
                .isInstanceOf(StartRefused.class)
                .hasMessageContaining("REDRESS_MASTER_KEY")
                .hasMessageContaining(masterKey.fingerprint());
        assertThat(database.queryForList("select fingerprint from master_key", String.class))
                .containsExactly(masterKey.fingerprint());
    }

    private void eraseWith(Held held) {
        StaticListableBeanFactory modules = new StaticListableBeanFactory();
        modules.addBean("records", (PersonRecords) subject -> List.of(held));
        Erasures erasures = new Erasures(database, modules.getBeanProvider(PersonRecords.class), events, clock);
        PersonStore other = new PersonStore(database, masterKey, erasures, clock);
        UUID subject = store.newSubject();
        UUID id = store.put(subject, "description", "kept or not");
        transaction.executeWithoutResult(status -> other.erase(subject, "asked"));
        assertThat(store.read(id)).isNull();
    }

    private static CustomerDetails customer(String email, String reference) {
        return new CustomerDetails("Customer", email, null, null, "DE", reference);
    }

    private static String first8() {
        return UUID.randomUUID().toString().substring(0, 8);
    }
}
