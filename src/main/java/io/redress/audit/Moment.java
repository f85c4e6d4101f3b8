package io.redress.audit;

import io.redress.audit.Timeline.Entry;
import io.redress.audit.Timeline.Fact;
import io.redress.core.Actor;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One line of a history for people: a fact worth a line of its own, or the engine's steps since the last such fact,
 * folded into one.
 *
 * @param sequence of the entry it belongs to; of the last one for folded steps
 * @param fact null for folded steps
 * @param steps the folded steps, oldest first; empty for a fact
 */
public record Moment(
        long sequence, Instant at, Actor actor, @Nullable Fact fact, List<Fact> steps) {

    /** What the engine reports and a reader still wants to see: where it waited, who took it, what a table decided. */
    private static final Set<String> WORTH_A_LINE = Set.of(
            "engine.decision-evaluated",
            "engine.incident-raised",
            "engine.task-claimed",
            "engine.task-released",
            "engine.timer-fired");

    static boolean isStep(String type) {
        return type.startsWith("engine.") && !WORTH_A_LINE.contains(type);
    }

    static List<Moment> of(List<Entry> entries) {
        List<Moment> moments = new ArrayList<>();
        List<Fact> steps = new ArrayList<>();
        long sequence = 0;
        for (Entry entry : entries) {
            for (Fact fact : entry.facts()) {
                if (fact.step()) {
                    steps.add(fact);
                    sequence = entry.sequence();
                } else {
                    fold(moments, steps, sequence);
                    moments.add(new Moment(entry.sequence(), fact.at(), fact.actor(), fact, List.of()));
                }
            }
        }
        fold(moments, steps, sequence);
        return moments;
    }

    private static void fold(List<Moment> moments, List<Fact> steps, long sequence) {
        if (!steps.isEmpty()) {
            Fact last = steps.get(steps.size() - 1);
            moments.add(new Moment(sequence, last.at(), last.actor(), null, List.copyOf(steps)));
            steps.clear();
        }
    }
}
