package io.redress.audit;

import static org.assertj.core.api.Assertions.assertThat;

import io.redress.audit.LedgerFormat.ActorSnapshot;
import io.redress.audit.LedgerFormat.Model;
import io.redress.audit.LedgerFormat.Reason;
import io.redress.audit.LedgerFormat.SealedFact;
import io.redress.core.Actor;
import io.redress.core.Change;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class LedgerFormatTest {

    private static final UUID ID = UUID.fromString("019ab1c2-0000-7000-8000-000000000001");
    private static final UUID TX = UUID.fromString("019ab1c2-0000-7000-8000-000000000002");
    private static final UUID DATA = UUID.fromString("019ab1c2-0000-7000-8000-000000000003");
    private static final UUID SUBJECT = UUID.fromString("019ab1c2-0000-7000-8000-000000000004");
    private static final Instant AT = Instant.parse("2026-11-23T19:00:00.123456Z");

    /** Format 1 is in databases: when this fails, make a format 2 instead of changing the expectation. */
    @Test
    void formatOneStaysAsItIsByteForByte() {
        String body = body(List.of(new SealedFact(
                "complaint.triaged",
                AT,
                actor("handler"),
                new Reason(null, DATA, SUBJECT, "ab".repeat(32)),
                List.of(new Change("severity", null, "major")),
                Map.of("outcome", "complaint", "a", "1"),
                new Model("complaint-handling:1:42", "UserTask_TriageComplaint", "cd".repeat(32)))));

        assertThat(body)
                .isEqualTo(
                        "{\"actor\":{\"id\":\"handler\",\"kind\":\"person\",\"roles\":[\"auditors\",\"complaint-handlers\"]},"
                                + "\"at\":\"2026-11-23T19:00:00.123456Z\",\"chain\":\"complaint:C-2026-000001\","
                                + "\"facts\":[{\"at\":\"2026-11-23T19:00:00.123456Z\","
                                + "\"changes\":[{\"after\":\"major\",\"before\":null,\"field\":\"severity\"}],"
                                + "\"details\":{\"a\":\"1\",\"outcome\":\"complaint\"},"
                                + "\"model\":{\"definition\":\"complaint-handling:1:42\",\"element\":\"UserTask_TriageComplaint\","
                                + "\"sha256\":\"" + "cd".repeat(32) + "\"},"
                                + "\"reason\":{\"commitment\":\"" + "ab".repeat(32) + "\",\"data\":\"" + DATA
                                + "\",\"subject\":\"" + SUBJECT + "\"},\"type\":\"complaint.triaged\"}],"
                                + "\"id\":\"" + ID + "\",\"prev\":\"" + LedgerFormat.GENESIS
                                + "\",\"seq\":\"7\",\"tx\":\"" + TX
                                + "\",\"v\":1}");
        assertThat(LedgerFormat.hash("abc"))
                .as("FIPS 180-2, appendix B.1")
                .isEqualTo("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    }

    @Test
    void whatIsCanonicalStaysCanonicalWhateverTheText() {
        for (String text :
                List.of("", "\u0000\u0007\n\t\"\\/", "€ ö 🙂 \u2028", "\ud800 alone", "</script>", "1.0", "null")) {
            String body = body(List.of(new SealedFact(
                    "test.noted",
                    AT,
                    actor("x"),
                    new Reason(text, null, null, null),
                    List.of(),
                    Map.of(text, text),
                    null)));

            assertThat(LedgerFormat.canonical(body)).isEqualTo(body).doesNotContain("\u0000");
            assertThat(new String(
                            body.getBytes(java.nio.charset.StandardCharsets.UTF_8),
                            java.nio.charset.StandardCharsets.UTF_8))
                    .as("has a UTF-8 form without loss")
                    .isEqualTo(body);
        }
    }

    @Test
    void canonicalFormFollowsTheStandardsOwnExample() {
        assertThat(LedgerFormat.canonical("{\"\\u20ac\":\"Euro Sign\",\"\\r\":\"Carriage Return\",\"1\":\"One\","
                        + "\"\\u00f6\":\"Latin\",\"literals\":[null, true, false]}"))
                .isEqualTo("{\"\\r\":\"Carriage Return\",\"1\":\"One\",\"literals\":[null,true,false],"
                        + "\"ö\":\"Latin\",\"€\":\"Euro Sign\"}");
    }

    @Test
    void aFactOfAnotherActorNamesItsOwn() {
        String body = body(List.of(fact("handler"), fact("quality")));

        assertThat(LedgerFormat.parse(body).path("facts").get(0).has("actor")).isFalse();
        assertThat(LedgerFormat.parse(body).at("/facts/1/actor/id").asText()).isEqualTo("quality");
    }

    private static String body(List<SealedFact> facts) {
        return LedgerFormat.body(
                ID,
                TX,
                "complaint:C-2026-000001",
                7,
                LedgerFormat.GENESIS,
                AT,
                facts.get(0).actor(),
                facts);
    }

    private static SealedFact fact(String who) {
        return new SealedFact("test.noted", AT, actor(who), null, List.of(), Map.of(), null);
    }

    private static ActorSnapshot actor(String id) {
        return new ActorSnapshot(Actor.person(id, Set.of("complaint-handlers", "auditors")), null, null);
    }
}
