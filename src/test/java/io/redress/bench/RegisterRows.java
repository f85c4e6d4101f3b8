package io.redress.bench;

import io.redress.audit.BulkLedger;
import io.redress.complaint.BulkSearch;
import io.redress.core.Actor;
import io.redress.core.CaseRef;
import io.redress.core.Change;
import io.redress.party.BulkPersons;
import io.redress.party.CustomerDetails;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.UUID;

/**
 * Some complaints of the invented register with everything that belongs to them, as rows of every table they have a part
 * in. One of these per piece of work: it keeps nothing that another one needs.
 */
final class RegisterRows {

    private static final Actor ACTOR = Actor.system("register-generator");
    private static final String BY = "import";
    private static final double KNOWN_CUSTOMER = 0.15;
    private static final double NOT_A_COMPLAINT = 0.04;

    /** In the order in which their foreign keys want them. */
    private final CopyTable keys = new CopyTable("person_key", "subject, wrapped_key, master_fingerprint, created_at");

    private final CopyTable data = new CopyTable("person_data", "id, subject, kind, sealed, created_at");
    private final CopyTable customers =
            new CopyTable("customer", "id, subject, details_id, email_index, reference_index, created_at, updated_at");
    private final CopyTable reports = new CopyTable(
            "report",
            "id, reference, state, channel, source, external_reference, awareness_date, received_at, entered_at,"
                    + " entered_by, language, customer_id, subject, raw_id, content_hash");
    private final CopyTable reportProducts = new CopyTable("report_product", "report_id, position, code, name, lot");
    private final CopyTable complaints = new CopyTable(
            "complaint",
            "id, version, reference, state, channel, language, category, awareness_date, registered_at, registered_by,"
                    + " closed_at, customer_id, subject, description_id, severity, scored_at, suggested_severity,"
                    + " priority, severity_rating, occurrence_rating, detectability_rating, risk_priority_number,"
                    + " answer_within_days, rating_reason, similar_complaints, similar_by, window_days,"
                    + " acknowledged_at, acknowledged_by, process_instance_id");
    private final CopyTable products =
            new CopyTable("complaint_product", "complaint_id, position, code, name, lot, awareness_date");
    private final CopyTable links =
            new CopyTable("complaint_report", "complaint_id, report_id, kind, linked_by, linked_at");
    private final CopyTable triages = new CopyTable(
            "complaint_triage",
            "id, complaint_id, outcome, severity, suggested_severity, overridden, reason_id, decided_by, decided_at");
    private final CopyTable answers = new CopyTable(
            "complaint_answer",
            "id, complaint_id, version, state, text_id, author, written_at, submitted_at, decided_by, decided_at,"
                    + " sent_at");
    private final CopyTable search = new CopyTable("complaint_search", BulkSearch.COLUMNS);
    private final CopyTable heads = new CopyTable("ledger_head", "chain, seq, hash");
    private final CopyTable entries =
            new CopyTable("ledger_entry", "id, chain, seq, previous_hash, hash, body, occurred_at");

    private final BulkPersons persons;
    private final RegisterWords words;
    private final SplittableRandom random;
    private final List<Known> known = new ArrayList<>();
    private Instant now = Instant.EPOCH;

    RegisterRows(BulkPersons persons, RegisterWords words, SplittableRandom random) {
        this.persons = persons;
        this.words = words;
        this.random = random;
    }

    /** In the order to load them. */
    List<CopyTable> tables() {
        return List.of(
                keys,
                data,
                customers,
                reports,
                reportProducts,
                complaints,
                products,
                links,
                triages,
                answers,
                search,
                heads,
                entries);
    }

    String shape() {
        return complaints.text() + products.text() + search.text();
    }

    void load(Connection connection) throws SQLException {
        for (CopyTable table : tables()) {
            table.load(connection);
        }
    }

    /**
     * One complaint.
     *
     * @param number of the complaint and of its report, within the year
     * @param instance the engine's, of one that stands at triage; null for one that was closed
     * @param until nothing happens after this
     */
    void add(int year, int number, Instant registered, String instance, Instant until) {
        now = registered;
        String reference = "C-%d-%06d".formatted(year, number);
        String reportReference = "R-%d-%06d".formatted(year, number);
        RegisterWords.Product product = words.product(random);
        String issue = words.issue(product, random);
        int company = words.company(random);
        String code = product.code() + "-" + company;
        String name = words.companyName(company) + " " + product.name();
        String channel = words.channel(random);
        String external = "X" + year + "-" + number;
        String description = random.nextDouble() < RegisterWords.WITH_NARRATIVE
                ? words.narrative(random)
                : RegisterWords.composed(product.name(), issue, words.companyName(company));
        LocalDate awareness = registered.atZone(ZoneOffset.UTC).toLocalDate().minusDays(random.nextInt(4));
        Known customer = customer();
        UUID complaint = id();
        UUID report = id();

        String raw = "{\"issue\":\"" + issue + "\",\"text\":\"" + description + "\"}";
        UUID rawId = keep(customer, "report", raw);
        reports.row(
                report,
                reportReference,
                "promoted",
                channel,
                "register",
                external,
                awareness,
                registered,
                registered,
                BY,
                "en",
                customer.id,
                customer.subject.id(),
                rawId,
                customer.subject.commitment(raw));
        reportProducts.row(report, 0, code, name, null);
        UUID descriptionId = keep(customer, "description", description);
        Course course = course(instance != null, registered, until);
        String severity = course.state.equals("closed") ? "moderate" : null;
        boolean answered = course.state.equals("closed");
        complaints.row(
                complaint,
                0,
                reference,
                course.state,
                channel,
                "en",
                issue,
                awareness,
                registered,
                BY,
                course.closed,
                customer.id,
                customer.subject.id(),
                descriptionId,
                severity,
                registered,
                "moderate",
                50,
                5,
                3,
                4,
                60,
                10,
                "Proportions of the register",
                3,
                "product",
                90,
                registered,
                "email",
                instance);
        products.row(complaint, 0, code, name, null, awareness);
        links.row(complaint, report, "promoted", BY, registered);
        if (course.closed != null) {
            UUID reason = answered ? null : keep(customer, "triage-reason", "Praise, no complaint.");
            triages.row(
                    id(),
                    complaint,
                    answered ? "complaint" : "not-a-complaint",
                    severity,
                    "moderate",
                    false,
                    reason,
                    "handler",
                    course.judged);
        }
        if (answered) {
            UUID text =
                    keep(customer, "answer", "We are sorry for the trouble with " + name + ". It has been put right.");
            answers.row(
                    id(),
                    complaint,
                    1,
                    "sent",
                    text,
                    "handler",
                    course.judged,
                    course.judged,
                    "quality",
                    course.closed,
                    course.closed);
        }
        search.row(BulkSearch.row(
                complaint,
                registered,
                List.of(reference, reportReference, external, issue, channel, code, name),
                code,
                List.of(description, customer.name, customer.email),
                persons));
        ledger(reference, reportReference, report, complaint, channel, issue, rawId, descriptionId, course);
    }

    private Known customer() {
        if (!known.isEmpty() && random.nextDouble() < KNOWN_CUSTOMER) {
            return known.get(random.nextInt(known.size()));
        }
        BulkPersons.Subject subject = persons.subject(id());
        keys.row(subject.id(), subject.wrappedKey(), persons.masterFingerprint(), now);
        String name = words.person(random);
        UUID id = id();
        String email = name.toLowerCase(Locale.ROOT).replace(' ', '.') + "."
                + id.toString().substring(24) + "@example.org";
        Known customer = new Known(id, subject, name, email);
        UUID details = keep(
                customer, "customer", BulkPersons.details(new CustomerDetails(name, email, null, null, "US", null)));
        customers.row(id, subject.id(), details, persons.emailIndex(email), null, now, now);
        known.add(customer);
        return customer;
    }

    private UUID keep(Known customer, String kind, String text) {
        UUID id = id();
        data.row(id, customer.subject.id(), kind, customer.subject.seal(id, kind, text), now);
        return id;
    }

    private Course course(boolean open, Instant registered, Instant until) {
        if (open) {
            return new Course("registered", registered, null);
        }
        long left = Math.max(2, Duration.between(registered, until).toSeconds());
        Instant closed = registered.plusSeconds(
                1 + random.nextLong(Math.min(left, Duration.ofDays(30).toSeconds())));
        Instant judged =
                registered.plusSeconds(Duration.between(registered, closed).toSeconds() / 2);
        return new Course(random.nextDouble() < NOT_A_COMPLAINT ? "not-a-complaint" : "closed", judged, closed);
    }

    private void ledger(
            String reference,
            String reportReference,
            UUID report,
            UUID complaint,
            String channel,
            String issue,
            UUID rawId,
            UUID descriptionId,
            Course course) {
        UUID transaction = id();
        BulkLedger ofReport = new BulkLedger(CaseRef.report(reportReference).chain(), ACTOR);
        ofReport.append(
                id(),
                transaction,
                now,
                List.of(
                        new BulkLedger.Fact(
                                "report.received",
                                List.of(Change.of("channel", null, channel), Change.ofPersonData("raw", null, rawId)),
                                Map.of()),
                        new BulkLedger.Fact(
                                "report.promoted",
                                List.of(Change.of("state", "received", "promoted")),
                                Map.of("complaint", reference))));
        BulkLedger ofComplaint = new BulkLedger(CaseRef.complaint(reference).chain(), ACTOR);
        ofComplaint.append(
                id(),
                transaction,
                now,
                List.of(new BulkLedger.Fact(
                        "complaint.registered",
                        List.of(
                                Change.of("state", null, "registered"),
                                Change.of("report", null, reportReference),
                                Change.of("channel", null, channel),
                                Change.of("category", null, issue),
                                Change.ofPersonData("description", null, descriptionId)),
                        Map.of())));
        if (course.closed != null) {
            ofComplaint.append(
                    id(),
                    id(),
                    course.closed,
                    List.of(new BulkLedger.Fact(
                            "complaint.closed", List.of(Change.of("state", "registered", course.state)), Map.of())));
        }
        for (BulkLedger chain : List.of(ofReport, ofComplaint)) {
            heads.row(chain.chain(), chain.entries().size(), chain.hash());
            for (BulkLedger.Entry entry : chain.entries()) {
                entries.row(
                        entry.id(),
                        chain.chain(),
                        entry.sequence(),
                        entry.previousHash(),
                        entry.hash(),
                        entry.body(),
                        entry.at());
            }
        }
    }

    /** UUID version 7 of the complaint's own time, so that ids sort as they would have been made. */
    private UUID id() {
        long high = now.toEpochMilli() << 16 | 0x7000L | random.nextInt(0x1000);
        long low = random.nextLong() & 0x3fff_ffff_ffff_ffffL | 0x8000_0000_0000_0000L;
        return new UUID(high, low);
    }

    private record Course(String state, Instant judged, Instant closed) {}

    private record Known(UUID id, BulkPersons.Subject subject, String name, String email) {}
}
