package io.redress.demo;

import io.redress.complaint.Complaints;
import io.redress.complaint.RegisterComplaint;
import io.redress.core.Actor;
import io.redress.engine.CaseWork;
import io.redress.identity.Actors;
import io.redress.identity.Roles;
import io.redress.party.CustomerDetails;
import io.redress.platform.RedressClock;
import io.redress.platform.RedressProperties;
import java.text.Normalizer;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZonedDateTime;
import java.time.format.TextStyle;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Plays the demo register: some 200 complaints over 14 months, each through the real process, by the demo users, with
 * the clock held at the moment of each step. What it leaves behind differs from real work only in its mark.
 */
class DemoPlayer {

    static final int CASES = 200;
    static final int MONTHS = 14;
    private static final Logger log = LoggerFactory.getLogger(DemoPlayer.class);
    private static final long SEED = 20_261_123L;

    private static final Actor AGENT = Actor.person("agent", Set.of(Roles.AGENTS));
    private static final Actor HANDLER = Actor.person("handler", Set.of(Roles.HANDLERS));
    private static final Actor INVESTIGATOR = Actor.person("investigator", Set.of(Roles.INVESTIGATORS));
    private static final Actor QUALITY = Actor.person("quality", Set.of(Roles.QUALITY));

    private final Complaints complaints;
    private final CaseWork work;
    private final Actors actors;
    private final RedressClock clock;
    private final RedressProperties properties;
    private final Runnable sendMail;
    private final DemoScript script = DemoScript.read();
    private Random random = new Random(SEED);
    private final PriorityQueue<Step> steps = new PriorityQueue<>();
    private final Map<String, List<String>> closedByProduct = new HashMap<>();
    private Instant end = Instant.EPOCH;
    private int sequence;

    DemoPlayer(
            Complaints complaints,
            CaseWork work,
            Actors actors,
            RedressClock clock,
            RedressProperties properties,
            Runnable sendMail) {
        this.complaints = complaints;
        this.work = work;
        this.actors = actors;
        this.clock = clock;
        this.properties = properties;
        this.sendMail = sendMail;
    }

    private record Step(Instant at, int order, Runnable work) implements Comparable<Step> {
        @Override
        public int compareTo(Step other) {
            int byTime = at.compareTo(other.at);
            return byTime != 0 ? byTime : Integer.compare(order, other.order);
        }
    }

    /** One case as it is going to be; what it has become by the end of the play depends on when it began. */
    private static final class Plot {
        DemoScript.@Nullable Scenario scenario;
        DemoScript.@Nullable Enquiry enquiry;
        String language = "en";
        boolean reachable = true;
        boolean duplicate;
        boolean investigate;
        boolean rejected;
        boolean reopened;
        String waitsAt = "";
        String reference = "";
    }

    /**
     * Plays the cases from this number on.
     *
     * @return how many were begun
     */
    int play(int from, int cases) {
        work.alone(() -> playAlone(from, cases));
        return cases - from;
    }

    private void playAlone(int from, int cases) {
        end = clock.instant();
        try {
            for (int i = from; i < cases; i++) {
                random = new Random(SEED + i); // each case its own, so that a play that was cut off goes on alike
                plan(i, cases);
            }
            random = new Random(SEED + cases + from);
            int played = 0;
            while (!steps.isEmpty() && steps.peek().at().isBefore(end)) {
                Step step = steps.remove();
                clock.hold(step.at());
                step.work().run();
                if (++played % 250 == 0) {
                    log.info(
                            "Playing the demo register: {}",
                            step.at().atZone(properties.zone()).toLocalDate());
                }
            }
        } finally {
            clock.release();
        }
    }

    private void plan(int i, int cases) {
        Plot plot = new Plot();
        // Evenly over the months, with a rise towards the end as a young product line has it.
        double share = Math.pow((i + random.nextDouble()) / cases, 0.85);
        Instant begin = end.minus(Duration.ofDays(MONTHS * 365L / 12));
        Instant registered = working(begin.plus(
                Duration.ofSeconds((long) (share * Duration.between(begin, end).toSeconds()))));
        plot.scenario = pick();
        if (random.nextInt(100) < 7) {
            plot.enquiry =
                    script.enquiries().get(random.nextInt(script.enquiries().size()));
        }
        plot.reachable = random.nextInt(100) >= 7;
        plot.duplicate = random.nextInt(100) < 7;
        plot.investigate = random.nextInt(100) < 62;
        plot.rejected = random.nextInt(100) < 14;
        plot.reopened = random.nextInt(100) < 5;
        plot.waitsAt = waitsAt(registered);
        at(registered, () -> register(plot));
    }

    /** At which task the case is found: most recent cases wait somewhere, of the old ones hardly any. */
    private String waitsAt(Instant registered) {
        boolean recent = registered.isAfter(end.minus(Duration.ofDays(70)));
        int draw = random.nextInt(100);
        if (recent && draw < 88 || draw < 3) {
            return List.of(
                            "UserTask_TriageComplaint",
                            "UserTask_InvestigateComplaint",
                            "UserTask_InvestigateComplaint",
                            "UserTask_AnswerCustomer",
                            "UserTask_ApproveAnswer",
                            "UserTask_ReachCustomer",
                            "UserTask_DeliverAnswer")
                    .get(random.nextInt(7));
        }
        return "";
    }

    private void register(Plot plot) {
        DemoScript.Scenario scenario = Objects.requireNonNull(plot.scenario);
        DemoScript.Enquiry enquiry = plot.enquiry;
        boolean institution = random.nextInt(100) < 18;
        List<DemoScript.Person> from = institution ? script.institutions() : script.customers();
        DemoScript.Person person = from.get(random.nextInt(from.size()));
        plot.language = enquiry == null ? scenario.language(person.language()) : enquiry.language();
        List<RegisterComplaint.Product> products = new ArrayList<>();
        String code = enquiry == null ? scenario.code() : enquiry.code();
        if (code != null) {
            String lot = enquiry != null || scenario.lots().isEmpty()
                    ? null
                    : scenario.lots().get(random.nextInt(scenario.lots().size()));
            products.add(new RegisterComplaint.Product(
                    code,
                    enquiry == null ? scenario.product() : enquiry.product(),
                    lot,
                    lot != null && random.nextBoolean() ? "SN" + (100_000 + random.nextInt(900_000)) : null,
                    null));
        }
        LocalDate today = clock.instant().atZone(properties.zone()).toLocalDate();
        LocalDate aware = today.minusDays(random.nextInt(100) < 70 ? 0 : 1 + random.nextInt(3));
        String channel = List.of("phone", "email", "web", "phone", "email", "letter", "visit")
                .get(random.nextInt(7));
        as(AGENT, () -> {
            plot.reference = complaints.registerDemo(new RegisterComplaint(
                    channel,
                    null,
                    null,
                    aware,
                    plot.language,
                    customer(person, plot.reachable, institution),
                    products,
                    enquiry == null ? scenario.category() : "other",
                    enquiry == null ? text(scenario, plot.language) : enquiry.text(),
                    enquiry == null ? scenario.remedy() : null,
                    null));
        });
        settle(plot);
        if (!plot.reachable) {
            later(hours(3, 30), () -> {
                if (open(plot, "UserTask_ReachCustomer")) {
                    complete(plot, "UserTask_ReachCustomer", HANDLER, reached("phone"));
                }
            });
        }
        later(hours(2, 40), () -> triage(plot));
    }

    private void triage(Plot plot) {
        if (!open(plot, "UserTask_TriageComplaint")) {
            return;
        }
        DemoScript.Scenario scenario = Objects.requireNonNull(plot.scenario);
        String key = String.valueOf(scenario.code()) + "/" + scenario.category();
        String suggested = complaints.suggestedSeverity(plot.reference);
        Map<String, Object> fields = new HashMap<>();
        fields.put("chosenSeverity", suggested == null ? "moderate" : suggested);
        List<String> earlier = closedByProduct.getOrDefault(key, List.of());
        if (plot.enquiry != null) {
            fields.put("outcome", "not-a-complaint");
            fields.put("reason", plot.enquiry.reason());
        } else if (plot.duplicate && !earlier.isEmpty()) {
            fields.put("outcome", "duplicate");
            fields.put("duplicateOf", earlier.get(earlier.size() - 1));
            fields.put("reason", "The same unit, reported a second time through another channel");
        } else {
            boolean investigate = plot.investigate || "safety".equals(scenario.category());
            fields.put("outcome", investigate ? "investigate" : "complaint");
            if (suggested == null) {
                fields.put("reason", "The table has no rule for this; judged by comparison with similar cases");
            } else if ("moderate".equals(suggested) && random.nextInt(100) < 12) {
                fields.put("chosenSeverity", "major");
                fields.put("reason", "Third case of this kind at the same institution within a month");
            }
        }
        complete(plot, "UserTask_TriageComplaint", HANDLER, fields);
        if ("investigate".equals(fields.get("outcome"))) {
            later(days(1, 8), () -> investigate(plot));
        } else if ("complaint".equals(fields.get("outcome"))) {
            closedByProduct.computeIfAbsent(key, k -> new ArrayList<>()).add(plot.reference);
            later(days(1, 4), () -> answer(plot, false));
        }
    }

    private void investigate(Plot plot) {
        if (!open(plot, "UserTask_InvestigateComplaint")) {
            return;
        }
        DemoScript.Scenario scenario = Objects.requireNonNull(plot.scenario);
        as(INVESTIGATOR, () -> {
            claim(plot, "UserTask_InvestigateComplaint", INVESTIGATOR);
            if (random.nextInt(100) < 85) {
                complaints.recordInvestigation(plot.reference, scenario.cause(), scenario.evidence(), null);
            } else {
                complaints.recordInvestigation(
                        plot.reference, null, null, "The unit was not returned and the log had been overwritten");
            }
        });
        complete(plot, "UserTask_InvestigateComplaint", INVESTIGATOR, Map.of());
        String key = String.valueOf(scenario.code()) + "/" + scenario.category();
        closedByProduct.computeIfAbsent(key, k -> new ArrayList<>()).add(plot.reference);
        later(days(1, 4), () -> answer(plot, false));
    }

    private void answer(Plot plot, boolean again) {
        if (!open(plot, "UserTask_AnswerCustomer")) {
            return;
        }
        DemoScript.Scenario scenario = Objects.requireNonNull(plot.scenario);
        as(HANDLER, () -> {
            claim(plot, "UserTask_AnswerCustomer", HANDLER);
            String text = Objects.requireNonNullElse(
                    scenario.answers().get(plot.language), scenario.answers().get("en"));
            complaints.writeAnswer(plot.reference, text);
        });
        complete(plot, "UserTask_AnswerCustomer", HANDLER, Map.of());
        later(hours(3, 50), () -> decide(plot, again));
    }

    private void decide(Plot plot, boolean again) {
        if (!open(plot, "UserTask_ApproveAnswer")) {
            return;
        }
        boolean approve = again || !plot.rejected;
        as(QUALITY, () -> {
            claim(plot, "UserTask_ApproveAnswer", QUALITY);
            complaints.decideAnswer(
                    plot.reference, approve, approve ? null : "Please say what we change, not only what was wrong");
        });
        complete(plot, "UserTask_ApproveAnswer", QUALITY, Map.of("approved", approve));
        if (!approve) {
            later(hours(5, 40), () -> answer(plot, true));
            return;
        }
        if (open(plot, "UserTask_DeliverAnswer")) {
            later(hours(3, 40), () -> {
                if (open(plot, "UserTask_DeliverAnswer")) {
                    complete(plot, "UserTask_DeliverAnswer", HANDLER, reached("letter"));
                }
            });
        } else if (plot.reopened) {
            plot.reopened = false;
            later(days(4, 15), () -> reopen(plot));
        }
    }

    private void reopen(Plot plot) {
        if (!work.openTasks(plot.reference).isEmpty()) {
            return; // not closed yet, so there is nothing to object to
        }
        boolean investigate = random.nextBoolean();
        as(
                HANDLER,
                () -> complaints.reopen(
                        plot.reference,
                        investigate ? "The fault came back with the replacement" : "The refund has not arrived",
                        investigate));
        settle(plot);
        later(days(1, 6), () -> {
            if (investigate) {
                investigate(plot);
            } else {
                answer(plot, true);
            }
        });
    }

    private Map<String, Object> reached(String by) {
        return Map.of(
                "reachedBy",
                by,
                "reachedOn",
                clock.instant().atZone(properties.zone()).toLocalDate().toString(),
                "reachNote",
                "No e-mail address on file");
    }

    private boolean open(Plot plot, String task) {
        return !plot.waitsAt.equals(task)
                && work.openTasks(plot.reference).stream()
                        .anyMatch(open -> open.key().equals(task));
    }

    private void claim(Plot plot, String task, Actor actor) {
        work.claim(work.openTask(plot.reference, task).id(), actor.id());
    }

    private void complete(Plot plot, String task, Actor actor, Map<String, Object> fields) {
        as(actor, () -> {
            CaseWork.OpenTask open = work.openTask(plot.reference, task);
            if (open.assignee() == null) {
                work.claim(open.id(), actor.id());
            }
            work.complete(open.id(), actor.id(), fields);
        });
        settle(plot);
    }

    private void settle(Plot plot) {
        work.runDueJobs(plot.reference);
        sendMail.run();
    }

    private void as(Actor actor, Runnable task) {
        actors.as(actor, task);
    }

    private void at(Instant instant, Runnable task) {
        steps.add(new Step(instant, sequence++, task));
    }

    private void later(Duration wait, Runnable task) {
        at(working(clock.instant().plus(wait)), task);
    }

    private Duration hours(int from, int to) {
        return Duration.ofMinutes(from * 60L + random.nextInt((to - from) * 60));
    }

    private Duration days(int from, int to) {
        return hours(from * 24, to * 24);
    }

    /** The next moment between 8 and 17 o'clock on a working day of the organisation. */
    private Instant working(Instant wanted) {
        ZonedDateTime local = wanted.atZone(properties.zone());
        LocalDateTime time = local.toLocalDateTime();
        if (time.toLocalTime().isBefore(LocalTime.of(8, 0))) {
            time = time.with(LocalTime.of(8, random.nextInt(60)));
        } else if (time.toLocalTime().isAfter(LocalTime.of(17, 0))) {
            time = time.toLocalDate().plusDays(1).atTime(8 + random.nextInt(4), random.nextInt(60));
        }
        while (time.getDayOfWeek() == DayOfWeek.SATURDAY || time.getDayOfWeek() == DayOfWeek.SUNDAY) {
            time = time.plusDays(1);
        }
        return time.atZone(properties.zone()).toInstant();
    }

    private String text(DemoScript.Scenario scenario, String language) {
        List<String> texts = Objects.requireNonNull(scenario.texts().get(language));
        String month = clock.instant()
                .atZone(properties.zone())
                .minusMonths(1)
                .getMonth()
                .getDisplayName(TextStyle.FULL, Locale.forLanguageTag(language));
        return texts.get(random.nextInt(texts.size())).replace("{month}", month);
    }

    private DemoScript.Scenario pick() {
        int total = script.scenarios().stream()
                .mapToInt(DemoScript.Scenario::weight)
                .sum();
        int at = random.nextInt(total);
        for (DemoScript.Scenario scenario : script.scenarios()) {
            at -= scenario.weight();
            if (at < 0) {
                return scenario;
            }
        }
        return script.scenarios().get(0);
    }

    private CustomerDetails customer(DemoScript.Person person, boolean reachable, boolean institution) {
        String address = Normalizer.normalize(person.name(), Normalizer.Form.NFD)
                .replaceAll("\\p{M}", "")
                .replaceAll("[^A-Za-z ]", "")
                .trim()
                .toLowerCase(Locale.ROOT)
                .replaceAll("\\s+", ".");
        int number = Math.floorMod(person.name().hashCode(), 100);
        return new CustomerDetails(
                person.name(),
                reachable ? address + "@" + (institution ? "example.org" : "example.com") : null,
                "+1 555 01" + String.format(Locale.ROOT, "%02d", number),
                null,
                person.country(),
                institution ? "K-" + (10_000 + number * 37) : null);
    }
}
