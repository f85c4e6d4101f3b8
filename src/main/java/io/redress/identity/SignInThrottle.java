package io.redress.identity;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.ConsumptionProbe;
import io.github.bucket4j.TimeMeter;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Locale;
import org.springframework.stereotype.Component;

/**
 * Slows down guessing of passwords without locking anybody out: each login name from each source, each source, and each
 * login name have their own allowance of wrong passwords, which grows back. Where a person has signed in before, only
 * the first counts for them; so a stranger's guessing elsewhere, or beside them, costs them nothing.
 */
@Component
class SignInThrottle {

    static final int WRONG_PER_NAME_AND_SOURCE = 10;
    static final int WRONG_PER_SOURCE = 100;
    static final int WRONG_PER_NAME = 100;

    private static final Duration ONE_BACK = Duration.ofSeconds(30);
    private static final Duration ONE_BACK_PER_SOURCE = Duration.ofSeconds(3);
    private static final Duration ONE_BACK_PER_NAME = Duration.ofSeconds(10);

    private final TimeMeter time;
    private final Cache<String, Bucket> pairs = buckets();
    private final Cache<String, Bucket> sources = buckets();
    private final Cache<String, Bucket> names = buckets();
    private final Cache<String, Boolean> proven = Caffeine.newBuilder()
            .maximumSize(100_000)
            .expireAfterAccess(Duration.ofDays(30))
            .build();

    SignInThrottle() {
        // The system's time, not the clock of the register: that one may stand still.
        this(TimeMeter.SYSTEM_MILLISECONDS);
    }

    SignInThrottle(TimeMeter time) {
        this.time = time;
    }

    /**
     * Takes one attempt from the allowances before the password is looked at, so that parallel guesses cannot slip by.
     *
     * @param name as typed; kept as a key in memory only
     * @param source the address the attempt comes from
     * @throws TooManyAttempts when an allowance is used up
     */
    Attempt begin(String name, String source) {
        String place = place(source);
        String pair = name.length() + ":" + name + "@" + place;
        Bucket ofPair = pairs.get(pair, key -> bucket(WRONG_PER_NAME_AND_SOURCE, ONE_BACK));
        take(ofPair);
        if (proven.getIfPresent(pair) != null) {
            return new Attempt(pair, ofPair);
        }
        Bucket ofSource = sources.get(place, key -> bucket(WRONG_PER_SOURCE, ONE_BACK_PER_SOURCE));
        Bucket ofName = names.get(name, key -> bucket(WRONG_PER_NAME, ONE_BACK_PER_NAME));
        try {
            take(ofSource);
        } catch (TooManyAttempts e) {
            ofPair.addTokens(1);
            throw e;
        }
        try {
            take(ofName);
        } catch (TooManyAttempts e) {
            ofPair.addTokens(1);
            ofSource.addTokens(1);
            throw e;
        }
        return new Attempt(pair, ofPair, ofSource, ofName);
    }

    /** One attempt whose password is being looked at. */
    final class Attempt {

        private final String pair;
        private final Bucket[] taken;

        private Attempt(String pair, Bucket... taken) {
            this.pair = pair;
            this.taken = taken;
        }

        /** The password was right: nothing is charged, and this source is known for this person from now on. */
        void succeeded() {
            for (Bucket bucket : taken) {
                bucket.addTokens(1);
            }
            proven.put(pair, Boolean.TRUE);
        }
    }

    private static void take(Bucket bucket) {
        ConsumptionProbe probe = bucket.tryConsumeAndReturnRemaining(1);
        if (!probe.isConsumed()) {
            throw new TooManyAttempts(
                    Duration.ofNanos(probe.getNanosToWaitForRefill()).plusSeconds(1));
        }
    }

    private Bucket bucket(int wrong, Duration oneBack) {
        return Bucket.builder()
                .addLimit(limit -> limit.capacity(wrong).refillGreedy(1, oneBack))
                .withCustomTimePrecision(time)
                .build();
    }

    private static Cache<String, Bucket> buckets() {
        return Caffeine.newBuilder()
                .maximumSize(100_000)
                .expireAfterAccess(Duration.ofHours(1))
                .build();
    }

    /** An IPv6 client has at least a /64 to itself, and would otherwise be a new source with each attempt. */
    static String place(String source) {
        if (!source.contains(":")) {
            return source;
        }
        try {
            InetAddress address = InetAddress.getByName(source);
            if (address instanceof Inet6Address) {
                return HexFormat.of().formatHex(Arrays.copyOf(address.getAddress(), 8)) + "/64";
            }
            return address.getHostAddress();
        } catch (UnknownHostException e) {
            return source.toLowerCase(Locale.ROOT);
        }
    }
}
