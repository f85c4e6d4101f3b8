package io.redress.complaint;

import io.redress.party.PersonStore;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * How cases ended, in words: the newest answer that reached the customer, or the decision at triage where none was owed,
 * or what came of it elsewhere before it was taken over here.
 */
@Component
class ComplaintOutcomes {

    private final JdbcClient jdbc;
    private final PersonStore persons;

    ComplaintOutcomes(JdbcClient jdbc, PersonStore persons) {
        this.jdbc = jdbc;
        this.persons = persons;
    }

    /** By the complaint's id; absent where there is none, or where the words were erased with the person. */
    Map<UUID, String> of(UUID[] complaints) {
        Map<UUID, UUID> answers = new HashMap<>();
        jdbc.sql("select complaint_id, outcome_id from complaint_history where complaint_id = any (?)")
                .param(complaints)
                .query(row -> {
                    answers.put(row.getObject(1, UUID.class), row.getObject(2, UUID.class));
                });
        jdbc.sql("""
                        select distinct on (complaint_id) complaint_id, text_id from complaint_answer
                        where complaint_id = any (?) and state = 'sent' order by complaint_id, version desc""").param(complaints).query(row -> {
            answers.put(row.getObject(1, UUID.class), row.getObject(2, UUID.class));
        });
        Map<UUID, String> texts = persons.readAll(answers.values());
        Map<UUID, String> outcomes = new HashMap<>();
        answers.forEach((complaint, text) -> {
            String answer = texts.get(text);
            if (answer != null) {
                outcomes.put(complaint, answer);
            }
        });
        jdbc.sql("""
                        select distinct on (t.complaint_id) t.complaint_id, t.outcome
                        from complaint_triage t join complaint c on c.id = t.complaint_id
                        where t.complaint_id = any (?) and c.state in ('not-a-complaint', 'duplicate')
                        order by t.complaint_id, t.decided_at desc, t.id desc""").param(complaints).query(row -> {
            outcomes.put(row.getObject(1, UUID.class), row.getString(2));
        });
        return outcomes;
    }
}
