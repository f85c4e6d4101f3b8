package io.redress.complaint;

import io.redress.core.Refusal;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Counts what came before and resembles a complaint: the same product, or without one the same category. */
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

    private int count(Complaint complaint, List<@Nullable String> codes, int windowDays) {
        String resembles = codes.isEmpty()
                ? "c.category = :category"
                : "exists (select 1 from complaint_product p where p.complaint_id = c.id and p.code in (:codes))";
        JdbcClient.StatementSpec sql = jdbc.sql("select count(*) from complaint c where c.id <> :id"
                        + " and c.registered_at > :after and c.registered_at <= :until and " + resembles)
                .param("id", complaint.id())
                .param(
                        "after",
                        complaint
                                .registeredAt()
                                .minus(Duration.ofDays(windowDays))
                                .atOffset(ZoneOffset.UTC))
                .param("until", complaint.registeredAt().atOffset(ZoneOffset.UTC));
        sql = codes.isEmpty() ? sql.param("category", complaint.category()) : sql.param("codes", codes);
        return sql.query(Integer.class).single();
    }
}
