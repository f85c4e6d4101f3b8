package io.redress.audit.web;

import io.redress.audit.Timeline;
import io.redress.core.Actor;
import io.redress.core.CaseRef;
import io.redress.core.FieldProblem;
import io.redress.core.Refusal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** The history of one complaint as JSON, with the hashes by which it can be checked. */
@RestController
class HistoryController {

    private final Timeline timeline;

    HistoryController(Timeline timeline) {
        this.timeline = timeline;
    }

    /**
     * @param after the sequence of the last entry read, 0 for the first page
     * @param size 1 to 100
     * @param personValues whether changed values that are personal data are wanted
     */
    @GetMapping(path = "/api/complaints/{reference}/history", produces = MediaType.APPLICATION_JSON_VALUE)
    History history(
            @PathVariable String reference,
            @RequestParam(defaultValue = "0") long after,
            @RequestParam(defaultValue = "50") int size,
            @RequestParam(defaultValue = "false") boolean personValues) {
        List<FieldProblem> problems = new ArrayList<>();
        if (after < 0) {
            problems.add(new FieldProblem("after", "expected the sequence of an entry, 0 or more"));
        }
        if (size < 1 || size > Timeline.LARGEST_PAGE) {
            problems.add(new FieldProblem("size", "expected 1 to " + Timeline.LARGEST_PAGE));
        }
        if (!problems.isEmpty()) {
            throw Refusal.invalid(problems);
        }
        Timeline.Page page = timeline.after(complaint(reference), after, size, personValues);
        if (page.total() == 0) {
            throw unknown();
        }
        return new History(
                reference, page.entries().stream().map(HistoryController::entry).toList(), page.next(), page.total());
    }

    private static CaseRef complaint(String reference) {
        if (reference.isBlank() || reference.length() > 64 || reference.indexOf('\0') >= 0) {
            throw unknown();
        }
        return CaseRef.complaint(reference);
    }

    private static Refusal unknown() {
        return Refusal.notFound("There is no complaint with this reference.");
    }

    private static Entry entry(Timeline.Entry entry) {
        return new Entry(
                entry.sequence(),
                entry.at(),
                who(entry.actor()),
                entry.facts().stream().map(HistoryController::fact).toList(),
                entry.previousHash(),
                entry.hash());
    }

    private static Fact fact(Timeline.Fact fact) {
        return new Fact(
                fact.type(),
                fact.at(),
                who(fact.actor()),
                fact.reason(),
                fact.reasonErased(),
                fact.changes(),
                fact.details(),
                fact.model());
    }

    private static Who who(Actor actor) {
        return new Who(actor.kind().name().toLowerCase(Locale.ROOT), actor.id(), new TreeSet<>(actor.roles()));
    }

    /**
     * @param next the value of {@code after} for the next page, null on the last
     * @param total entries in all
     */
    record History(
            String reference, List<Entry> entries, @Nullable Long next, long total) {}

    /** One transaction's entry. */
    record Entry(long sequence, Instant at, Who actor, List<Fact> facts, String previousHash, String hash) {}

    /** One thing that happened. */
    record Fact(
            String type,
            Instant at,
            Who actor,
            @Nullable String reason,
            boolean reasonErased,
            List<Timeline.FieldChange> changes,
            Map<String, String> details,
            Timeline.@Nullable Model model) {}

    /**
     * @param kind person, system, customer or anonymous
     */
    record Who(String kind, String id, Set<String> roles) {}
}
