package io.redress.audit;

import com.fasterxml.jackson.databind.JsonNode;
import io.redress.core.Actor;
import io.redress.core.CaseRef;
import io.redress.core.Change;
import io.redress.identity.Actors;
import io.redress.identity.Roles;
import io.redress.party.PersonStore;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Service;

/**
 * Reads a case's history from the ledger, oldest first, with the reasons put back in from the person store where the
 * person was not erased. It shows what is written; whether it is still what was written is {@link Ledger}'s to say.
 */
@Service
public class Timeline {

    /** The most entries of one page. */
    public static final int LARGEST_PAGE = 100;

    private static final Set<String> READ_PERSON_VALUES =
            Set.of(Roles.AGENTS, Roles.HANDLERS, Roles.INVESTIGATORS, Roles.QUALITY, Roles.AUDITORS);

    private final JdbcTemplate database;
    private final PersonStore persons;
    private final Actors actors;

    Timeline(JdbcTemplate database, PersonStore persons, Actors actors) {
        this.database = database;
        this.persons = persons;
        this.actors = actors;
    }

    /**
     * One page by its number. Sequences have no gaps and never move, so a page once full stays as it is.
     *
     * @param page from 0
     * @param size 1 to {@value #LARGEST_PAGE}
     */
    public Page of(CaseRef caseRef, int page, int size) {
        return after(caseRef, (long) page * size, size, false);
    }

    /**
     * The entries that follow one that was read before.
     *
     * @param after the sequence of the last entry read; 0 for the first page
     * @param size 1 to {@value #LARGEST_PAGE}
     * @param personValues whether changed values that lie in the person store are wanted; who may not read them gets
     *     none
     */
    public Page after(CaseRef caseRef, long after, int size, boolean personValues) {
        if (after < 0 || size < 1 || size > LARGEST_PAGE) {
            throw new IllegalArgumentException("after is 0 or more, size 1 to " + LARGEST_PAGE);
        }
        String chain = caseRef.chain();
        List<Stored> stored = database.query(
                "select seq, previous_hash, hash, body from ledger_entry where chain = ? and seq > ?"
                        + " order by seq limit ?",
                (row, n) -> new Stored(
                        row.getLong("seq"),
                        row.getString("previous_hash"),
                        row.getString("hash"),
                        row.getString("body")),
                chain,
                after,
                size);
        long total = database.queryForList("select seq from ledger_head where chain = ?", Long.class, chain).stream()
                .findFirst()
                .orElse(0L);
        boolean show = personValues && actors.current().roles().stream().anyMatch(READ_PERSON_VALUES::contains);
        List<Parsed> parsed = stored.stream().map(Parsed::of).toList();
        Map<UUID, String> texts = persons.readAll(referenced(parsed, show));
        List<Entry> entries =
                parsed.stream().map(entry -> entry.resolved(texts, show)).toList();
        long last = entries.isEmpty() ? after : entries.get(entries.size() - 1).sequence();
        return new Page(caseRef, entries, last < total ? last : null, total);
    }

    private static Collection<UUID> referenced(List<Parsed> entries, boolean personValues) {
        Set<UUID> ids = new LinkedHashSet<>();
        for (Parsed entry : entries) {
            for (JsonNode fact : entry.json.path("facts")) {
                add(ids, fact.path("reason").path("data").asText());
                if (personValues) {
                    for (JsonNode change : fact.path("changes")) {
                        add(ids, personDataId(change.path("before")));
                        add(ids, personDataId(change.path("after")));
                    }
                }
            }
        }
        return ids;
    }

    private static void add(Set<UUID> ids, @Nullable String id) {
        if (id != null && !id.isEmpty()) {
            ids.add(UUID.fromString(id));
        }
    }

    private static @Nullable String personDataId(JsonNode value) {
        UUID id = value.isTextual() ? Change.personData(value.asText()) : null;
        return id == null ? null : id.toString();
    }

    /**
     * A part of a history.
     *
     * @param next what to pass as {@code after} for the following page; null when this is the last
     * @param total entries of the whole history; 0 when there is none
     */
    public record Page(
            CaseRef caseRef, List<Entry> entries, @Nullable Long next, long total) {

        /** The same, as a person reads it: what people and messages did, and the engine's steps folded between. */
        public List<Moment> moments() {
            return Moment.of(entries);
        }
    }

    /**
     * What one transaction did to the case.
     *
     * @param sequence its place in the history, from 1, without gaps
     * @param actor whoever did the first of its facts
     * @param hash SHA-256 of the entry's canonical JSON, hex
     * @param previousHash of the entry before
     */
    public record Entry(long sequence, Instant at, Actor actor, List<Fact> facts, String previousHash, String hash) {}

    /**
     * One thing that happened.
     *
     * @param type as in {@link io.redress.core.QualityEvent#type()}; its label is the message {@code event.<type>}
     * @param actor mostly the entry's
     * @param reason null when there was none or it was erased
     * @param reasonErased there was a reason, but the person it was about has been erased
     */
    public record Fact(
            String type,
            Instant at,
            Actor actor,
            @Nullable String reason,
            boolean reasonErased,
            List<FieldChange> changes,
            Map<String, String> details,
            @Nullable Model model) {

        /** Whether the engine moved on by itself; such steps are folded for readers. */
        public boolean step() {
            return Moment.isStep(type);
        }
    }

    /**
     * A field before and after.
     *
     * @param personal the values lie in the person store; they are null unless asked for by a reader who may
     * @param erased the values are gone with the person (known only when they were asked for)
     */
    public record FieldChange(
            String field, @Nullable String before, @Nullable String after, boolean personal, boolean erased) {}

    /**
     * The model that governed it.
     *
     * @param sha256 of its source; null when it was not known
     */
    public record Model(
            String definitionId,
            @Nullable String element,
            @Nullable String sha256) {}

    private record Stored(long sequence, String previousHash, String hash, String body) {}

    private record Parsed(Stored stored, JsonNode json) {

        static Parsed of(Stored stored) {
            JsonNode json = LedgerFormat.parse(stored.body);
            if (json == null) {
                throw new IllegalStateException("A ledger entry is no JSON (" + stored.hash + "): verify the ledger");
            }
            return new Parsed(stored, json);
        }

        Entry resolved(Map<UUID, String> texts, boolean personValues) {
            Actor actor = actor(json.path("actor"));
            List<Fact> facts = new ArrayList<>();
            for (JsonNode fact : json.path("facts")) {
                facts.add(fact(fact, actor, texts, personValues));
            }
            return new Entry(
                    stored.sequence,
                    Instant.parse(json.path("at").asText()),
                    actor,
                    List.copyOf(facts),
                    stored.previousHash,
                    stored.hash);
        }

        private static Fact fact(JsonNode fact, Actor entryActor, Map<UUID, String> texts, boolean personValues) {
            JsonNode reason = fact.path("reason");
            String data = text(reason.path("data"));
            String words = data == null ? text(reason.path("text")) : texts.get(UUID.fromString(data));
            List<FieldChange> changes = new ArrayList<>();
            fact.path("changes").forEach(change -> changes.add(change(change, texts, personValues)));
            Map<String, String> details = new LinkedHashMap<>();
            fact.path("details")
                    .fields()
                    .forEachRemaining(detail ->
                            details.put(detail.getKey(), detail.getValue().asText()));
            JsonNode model = fact.path("model");
            return new Fact(
                    fact.path("type").asText(),
                    Instant.parse(fact.path("at").asText()),
                    fact.has("actor") ? actor(fact.path("actor")) : entryActor,
                    words,
                    data != null && words == null,
                    List.copyOf(changes),
                    details,
                    model.isMissingNode()
                            ? null
                            : new Model(
                                    model.path("definition").asText(),
                                    text(model.path("element")),
                                    text(model.path("sha256"))));
        }

        private static FieldChange change(JsonNode change, Map<UUID, String> texts, boolean personValues) {
            String before = text(change.path("before"));
            String after = text(change.path("after"));
            UUID beforeId = before == null ? null : Change.personData(before);
            UUID afterId = after == null ? null : Change.personData(after);
            if (beforeId == null && afterId == null) {
                return new FieldChange(change.path("field").asText(), before, after, false, false);
            }
            String shownBefore = beforeId == null ? null : texts.get(beforeId);
            String shownAfter = afterId == null ? null : texts.get(afterId);
            boolean gone = (beforeId != null && shownBefore == null) || (afterId != null && shownAfter == null);
            return new FieldChange(
                    change.path("field").asText(),
                    personValues ? shownBefore : null,
                    personValues ? shownAfter : null,
                    true,
                    personValues && gone);
        }

        private static Actor actor(JsonNode actor) {
            Set<String> roles = new LinkedHashSet<>();
            actor.path("roles").forEach(role -> roles.add(role.asText()));
            return new Actor(
                    Actor.Kind.valueOf(actor.path("kind").asText().toUpperCase(Locale.ROOT)),
                    actor.path("id").asText(),
                    roles);
        }

        private static @Nullable String text(JsonNode value) {
            return value.isTextual() ? value.asText() : null;
        }
    }
}
