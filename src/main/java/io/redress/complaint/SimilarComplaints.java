package io.redress.complaint;

import io.redress.core.Refusal;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Counts what came before and resembles a complaint: the same product, or without one the same category. By the day of
 * awareness, not of registration: an import enters the complaints of years within one hour.
 */
@Component
class SimilarComplaints {

    private final JdbcClient jdbc;

    SimilarComplaints(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    ScoringFacts facts(Complaint complaint, List<String> signals, int windowDays) {
        if (windowDays < 1 || windowDays > 3650) {
            throw Refusal.invalid("windowDays", "1 to 3650 days");
        }
        List<String> codes = complaint.products().stream()
                .map(RegisterComplaint.Product::code)
                .filter(Objects::nonNull)
                .distinct()
                .toList();
        String by = !codes.isEmpty() ? "product" : complaint.category() != null ? "category" : null;
        int count = by == null ? 0 : count(complaint, codes, windowDays);
        return new ScoringFacts(complaint.category(), complaint.channel(), signals, count, by, windowDays);
    }

    /** From the indexes alone; ids are in the order of registration, so they part what became known on one day. */
    private int count(Complaint complaint, List<@Nullable String> codes, int windowDays) {
        JdbcClient.StatementSpec sql = codes.isEmpty()
                ? jdbc.sql("select count(*) from complaint where category = :category"
                                + " and awareness_date > :after and (awareness_date, id) < (:until, :id)")
                        .param("category", complaint.category())
                : jdbc.sql("select count(distinct complaint_id) from complaint_product where code in (:codes)"
                                + " and awareness_date > :after and (awareness_date, complaint_id) < (:until, :id)")
                        .param("codes", codes);
        return sql.param("after", complaint.awarenessDate().minusDays(windowDays))
                .param("until", complaint.awarenessDate())
                .param("id", complaint.id())
                .query(Integer.class)
                .single();
    }
}
