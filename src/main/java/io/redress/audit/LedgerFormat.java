package io.redress.audit;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.redress.core.Actor;
import io.redress.core.Change;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import org.erdtman.jcs.JsonCanonicalizer;
import org.jspecify.annotations.Nullable;

/**
 * Format 1 of a ledger entry: which members its JSON has, its canonical form (RFC 8785) and its hash. Entries are never
 * rewritten; a later format gets a number of its own and this one stays readable.
 */
final class LedgerFormat {

    static final int VERSION = 1;

    /** What the first entry of a chain continues. */
    static final String GENESIS = "0".repeat(64);

    private static final JsonMapper JSON = new JsonMapper();
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private LedgerFormat() {}

    /** The canonical JSON of one entry; all that is hashed. */
    static String body(
            UUID id,
            UUID transaction,
            String chain,
            long sequence,
            String previousHash,
            Instant at,
            ActorSnapshot actor,
            List<SealedFact> facts) {
        ObjectNode entry = NODES.objectNode();
        entry.put("v", VERSION);
        entry.put("id", id.toString());
        entry.put("tx", transaction.toString());
        entry.put("chain", wellFormed(chain));
        // A string: a canonical JSON number is a double, and would lose a sequence above 2^53.
        entry.put("seq", Long.toString(sequence));
        entry.put("prev", previousHash);
        entry.put("at", at.toString());
        entry.set("actor", actor(actor));
        ArrayNode list = entry.putArray("facts");
        for (SealedFact fact : facts) {
            list.add(fact(fact, actor));
        }
        return canonical(entry.toString());
    }

    static String canonical(String json) {
        try {
            return new JsonCanonicalizer(json).getEncodedString();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static String hash(String body) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            return HexFormat.of().formatHex(digest.digest(body.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }

    /** @return null when it is no JSON object */
    static @Nullable JsonNode parse(String body) {
        try {
            JsonNode entry = JSON.readTree(body);
            return entry.isObject() ? entry : null;
        } catch (JsonProcessingException e) {
            return null;
        }
    }

    private static ObjectNode actor(ActorSnapshot snapshot) {
        Actor actor = snapshot.actor();
        ObjectNode node = NODES.objectNode();
        node.put("kind", actor.kind().name().toLowerCase(Locale.ROOT));
        node.put("id", wellFormed(actor.id()));
        if (!actor.roles().isEmpty()) {
            ArrayNode roles = node.putArray("roles");
            new TreeSet<>(actor.roles()).forEach(role -> roles.add(wellFormed(role)));
        }
        if (snapshot.nameCommitment() != null) {
            node.putObject("name")
                    .put("subject", String.valueOf(snapshot.subject()))
                    .put("commitment", snapshot.nameCommitment());
        }
        return node;
    }

    private static ObjectNode fact(SealedFact fact, ActorSnapshot entryActor) {
        ObjectNode node = NODES.objectNode();
        node.put("type", wellFormed(fact.type()));
        node.put("at", fact.at().toString());
        if (!fact.actor().actor().equals(entryActor.actor())) {
            node.set("actor", actor(fact.actor()));
        }
        Reason reason = fact.reason();
        if (reason != null) {
            ObjectNode why = node.putObject("reason");
            if (reason.text() != null) {
                why.put("text", wellFormed(reason.text()));
            } else {
                why.put("data", String.valueOf(reason.dataId()));
                why.put("subject", String.valueOf(reason.subject()));
                why.put("commitment", reason.commitment());
            }
        }
        if (!fact.changes().isEmpty()) {
            ArrayNode changes = node.putArray("changes");
            for (Change change : fact.changes()) {
                ObjectNode one = changes.addObject();
                one.put("field", wellFormed(change.field()));
                one.put("before", change.before() == null ? null : wellFormed(change.before()));
                one.put("after", change.after() == null ? null : wellFormed(change.after()));
            }
        }
        if (!fact.details().isEmpty()) {
            ObjectNode details = node.putObject("details");
            new TreeMap<>(fact.details()).forEach((name, value) -> details.put(wellFormed(name), wellFormed(value)));
        }
        Model model = fact.model();
        if (model != null) {
            ObjectNode governed = node.putObject("model");
            governed.put("definition", wellFormed(model.definitionId()));
            if (model.element() != null) {
                governed.put("element", wellFormed(model.element()));
            }
            if (model.sha256() != null) {
                governed.put("sha256", model.sha256());
            }
        }
        return node;
    }

    /** Half a surrogate pair has no UTF-8, so what is hashed and what is stored would differ: it becomes U+FFFD. */
    private static String wellFormed(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (Character.isSurrogate(text.charAt(i))) {
                StringBuilder whole = new StringBuilder(text.length());
                text.codePoints()
                        .map(point ->
                                point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE ? 0xFFFD : point)
                        .forEach(whole::appendCodePoint);
                return whole.toString();
            }
        }
        return text;
    }

    /**
     * Who it was, as known at that moment.
     *
     * @param subject whose key the commitment to the printed name is made with; null when the actor has none
     */
    record ActorSnapshot(
            Actor actor, @Nullable UUID subject, @Nullable String nameCommitment) {}

    /**
     * Why: either in clear, or as a reference into the person store with a commitment to the words.
     */
    record Reason(
            @Nullable String text,
            @Nullable UUID dataId,
            @Nullable UUID subject,
            @Nullable String commitment) {}

    /**
     * @param sha256 of the model's source; null when nobody knew the definition
     */
    record Model(
            String definitionId,
            @Nullable String element,
            @Nullable String sha256) {}

    /** One thing that happened, ready to be written. */
    record SealedFact(
            String type,
            Instant at,
            ActorSnapshot actor,
            @Nullable Reason reason,
            List<Change> changes,
            Map<String, String> details,
            @Nullable Model model) {}
}
