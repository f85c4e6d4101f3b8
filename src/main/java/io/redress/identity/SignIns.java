package io.redress.identity;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.redress.core.Actor;
import io.redress.core.CaseRef;
import io.redress.core.QualityEvent;
import io.redress.core.RefusedAct;
import java.nio.charset.StandardCharsets;
import java.security.InvalidKeyException;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.security.authentication.BadCredentialsException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Finds out whether somebody is who they say, and tells the ledger. Passwords never leave this class; a login name that
 * is nobody's is not written down either, because people type passwords into the wrong field.
 */
@Component
class SignIns {

    /** Through which door somebody comes in. */
    enum Door {
        PAGE("page"),
        /** HTTP Basic, with each request: a verified credential is remembered for a moment. */
        BASIC("basic");

        private final String label;

        Door(String label) {
            this.label = label;
        }
    }

    private static final Logger log = LoggerFactory.getLogger(SignIns.class);
    private static final CaseRef CHAIN = CaseRef.system("access");
    private static final Pattern ID = Pattern.compile("[a-zA-Z0-9._@-]{1,64}");
    private static final int LONGEST_PASSWORD = 1_000;

    private final Passwords passwords;
    private final Persons persons;
    private final SignInThrottle throttle;
    private final Actors actors;
    private final ApplicationEventPublisher events;
    private final TransactionTemplate transactions;

    /** Keyed by a hash under a key that lives as long as this process; the value is the stored hash it matched. */
    private final Cache<String, String> verified = Caffeine.newBuilder()
            .maximumSize(10_000)
            .expireAfterWrite(Duration.ofMinutes(5))
            .build();

    /** Clients with Basic sign in all day; the ledger hears of each of them, from each place, once an hour. */
    private final Cache<String, Boolean> told = Caffeine.newBuilder()
            .maximumSize(10_000)
            .expireAfterWrite(Duration.ofHours(1))
            .build();

    private final Cache<String, Boolean> toldOfTooMany = Caffeine.newBuilder()
            .maximumSize(10_000)
            .expireAfterWrite(Duration.ofMinutes(10))
            .build();

    private final SecretKeySpec key;
    private final Object[] turns = new Object[64];

    SignIns(
            Passwords passwords,
            Persons persons,
            SignInThrottle throttle,
            Actors actors,
            ApplicationEventPublisher events,
            PlatformTransactionManager manager) {
        this.passwords = passwords;
        this.persons = persons;
        this.throttle = throttle;
        this.actors = actors;
        this.events = events;
        this.transactions = new TransactionTemplate(manager);
        byte[] random = new byte[32];
        new SecureRandom().nextBytes(random);
        key = new SecretKeySpec(random, "HmacSHA256");
        for (int i = 0; i < turns.length; i++) {
            turns[i] = new Object();
        }
    }

    /** Somebody whose password was right, with the roles they have now. */
    record SignedIn(String id, Set<String> roles) {}

    /**
     * @param source the address the attempt comes from
     * @throws BadCredentialsException when name and password do not fit, for whatever reason
     * @throws TooManyAttempts when nothing was checked
     */
    SignedIn verify(String name, String password, String source, Door door) {
        if (!ID.matcher(name).matches() || password.isEmpty() || password.length() > LONGEST_PASSWORD) {
            // Never anybody's; still an attempt, so that it costs the same.
            return check("?", "?", source, door, null);
        }
        if (door == Door.PAGE) {
            return check(name, password, source, door, null);
        }
        String credential = hash(name, password);
        SignedIn remembered = remembered(credential, name);
        if (remembered != null) {
            return remembered;
        }
        // Parallel first calls of one client wait for one comparison instead of each using up an attempt.
        synchronized (turns[Math.floorMod(credential.hashCode(), turns.length)]) {
            remembered = remembered(credential, name);
            return remembered != null ? remembered : check(name, password, source, door, credential);
        }
    }

    private @Nullable SignedIn remembered(String credential, String name) {
        String hash = verified.getIfPresent(credential);
        if (hash == null) {
            return null;
        }
        boolean still = passwords
                        .stored(name)
                        .filter(stored -> stored.hash().equals(hash))
                        .isPresent()
                && persons.find(name).filter(Person::active).isPresent();
        if (!still) {
            verified.invalidate(credential);
            return null;
        }
        return new SignedIn(name, persons.roles(name));
    }

    private SignedIn check(String name, String password, String source, Door door, @Nullable String credential) {
        SignInThrottle.Attempt attempt;
        try {
            attempt = throttle.begin(name, source);
        } catch (TooManyAttempts e) {
            if (toldOfTooMany.asMap().putIfAbsent(name + "@" + source, Boolean.TRUE) == null) {
                refused(persons.find(name), door, "too-many-attempts", source);
            }
            throw e;
        }
        Optional<Person> person = persons.find(name);
        Optional<Passwords.Stored> stored = passwords.stored(name);
        if (person.isEmpty() || stored.isEmpty()) {
            passwords.matchNobody(password);
            refused(Optional.empty(), door, "unknown-name", source);
            throw wrong();
        }
        if (!passwords.matches(password, stored.get())) {
            refused(person, door, "wrong-password", source);
            throw wrong();
        }
        if (!person.get().active()) {
            refused(person, door, "deactivated", source);
            throw wrong();
        }
        attempt.succeeded();
        if (credential != null) {
            verified.put(credential, stored.get().hash());
        }
        SignedIn signedIn = new SignedIn(name, persons.roles(name));
        if (door == Door.PAGE || told.asMap().putIfAbsent(name + "@" + source, Boolean.TRUE) == null) {
            accepted(person.get(), signedIn, door, source);
        }
        return signedIn;
    }

    private void accepted(Person person, SignedIn signedIn, Door door, String source) {
        actors.as(
                Actor.person(signedIn.id(), signedIn.roles()),
                () -> transactions.executeWithoutResult(
                        transaction -> events.publishEvent(QualityEvent.of(CHAIN, "identity.signed-in")
                                .because(person.subject(), "from " + source)
                                .with(Map.of("person", person.id(), "door", door.label)))));
    }

    private void refused(Optional<Person> person, Door door, String why, String source) {
        log.info(
                "A sign-in of {} from {} was refused: {}",
                person.map(Person::id).orElse("(nobody)"),
                source,
                why);
        QualityEvent event = QualityEvent.of(CHAIN, "identity.sign-in-refused")
                .with(Map.of("person", person.map(Person::id).orElse("(nobody)"), "door", door.label, "why", why));
        if (person.isPresent()) {
            event = event.because(person.get().subject(), "from " + source);
        }
        QualityEvent refused = event;
        actors.as(Actor.anonymous(), () -> events.publishEvent(new RefusedAct(refused)));
    }

    private static BadCredentialsException wrong() {
        return new BadCredentialsException("The user name or the password is wrong.");
    }

    private String hash(String name, String password) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(key);
            mac.update(name.getBytes(StandardCharsets.UTF_8));
            mac.update((byte) 0);
            byte[] hash = mac.doFinal(password.getBytes(StandardCharsets.UTF_8));
            return java.util.HexFormat.of().formatHex(hash);
        } catch (NoSuchAlgorithmException | InvalidKeyException e) {
            throw new IllegalStateException(e);
        }
    }
}
