package io.redress.complaint;

import io.redress.core.CaseRef;
import io.redress.core.CaseType;
import io.redress.core.QualityEvent;
import io.redress.notification.CaseRecipients;
import io.redress.party.CustomerDetails;
import io.redress.party.Customers;
import io.redress.party.PersonErased;
import io.redress.party.PersonStore;
import io.redress.platform.RedressProperties;
import java.time.format.DateTimeFormatter;
import java.time.format.FormatStyle;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.context.MessageSource;
import org.springframework.context.event.EventListener;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Tells the outbox who a complaint's customer is and what a message may say, and hears what became of it. */
@Component
class ComplaintRecipients implements CaseRecipients {

    private final OpenedComplaints complaints;
    private final PersonStore persons;
    private final Customers customers;
    private final MessageSource messages;
    private final RedressProperties properties;

    ComplaintRecipients(
            OpenedComplaints complaints,
            PersonStore persons,
            Customers customers,
            MessageSource messages,
            RedressProperties properties) {
        this.complaints = complaints;
        this.persons = persons;
        this.customers = customers;
        this.messages = messages;
        this.properties = properties;
    }

    @Override
    public CaseType caseType() {
        return CaseType.COMPLAINT;
    }

    @Override
    @Transactional(readOnly = true)
    public @Nullable Recipient customer(CaseRef caseRef) {
        Complaint complaint = complaints.find(caseRef.reference()).orElse(null);
        UUID customerId = complaint == null ? null : complaint.customerId();
        CustomerDetails details = customerId == null ? null : customers.details(customerId);
        if (complaint == null || details == null) {
            return null;
        }
        return new Recipient(
                complaint.subject(), details.name(), details.email(), Locale.forLanguageTag(complaint.language()));
    }

    @Override
    @Transactional(readOnly = true)
    public Map<String, String> values(CaseRef caseRef, Locale language) {
        Complaint complaint = complaints
                .find(caseRef.reference())
                .orElseThrow(() -> new IllegalArgumentException("No complaint " + caseRef.reference()));
        UUID customerId = complaint.customerId();
        CustomerDetails customer = customerId == null ? null : customers.details(customerId);
        UUID approved = approvedAnswer(complaint);
        Map<UUID, String> texts = persons.readAll(
                approved == null ? List.of(complaint.descriptionId()) : List.of(complaint.descriptionId(), approved));
        String name = customer == null ? null : customer.name();
        DateTimeFormatter date =
                DateTimeFormatter.ofLocalizedDate(FormatStyle.LONG).withLocale(language);
        Map<String, String> values = new HashMap<>();
        values.put("reference", complaint.reference());
        values.put("customerName", name == null ? message("complaint.message.customer", language) : name);
        values.put("product", product(complaint, language));
        values.put("description", texts.getOrDefault(complaint.descriptionId(), ""));
        values.put("organisation", properties.organisation());
        values.put("receivedOn", date.format(complaint.registeredAt().atZone(properties.zone())));
        values.put("answer", approved == null ? "" : texts.getOrDefault(approved, ""));
        return values;
    }

    private String product(Complaint complaint, Locale language) {
        return complaint.products().stream()
                .map(product -> product.name() == null ? product.code() : product.name())
                .filter(Objects::nonNull)
                .map(Objects::requireNonNull)
                .findFirst()
                .orElseGet(() -> message("complaint.message.product", language));
    }

    private static @Nullable UUID approvedAnswer(Complaint complaint) {
        UUID text = null;
        for (ComplaintAnswer version : complaint.answers()) {
            if (version.is(ComplaintAnswer.APPROVED) || version.is(ComplaintAnswer.SENT)) {
                text = version.textId;
            }
        }
        return text;
    }

    private String message(String key, Locale language) {
        return Objects.requireNonNull(messages.getMessage(key, null, language));
    }

    /** An acknowledgement that is on its way is an acknowledgement; the diagram has no step of its own for it. */
    @Component
    static class Heard {

        private final Complaints complaints;
        private final SearchIndex index;
        private final JdbcClient jdbc;

        Heard(Complaints complaints, SearchIndex index, JdbcClient jdbc) {
            this.complaints = complaints;
            this.index = index;
            this.jdbc = jdbc;
        }

        @EventListener
        void queued(QualityEvent event) {
            if (event.type().equals("notification.queued")
                    && event.caseRef().type() == CaseType.COMPLAINT
                    && "acknowledgement".equals(event.details().get("template"))) {
                complaints.acknowledged(event.caseRef().reference(), event.governedBy());
            }
        }

        /** What could tell the words of somebody who was erased goes with them. */
        @EventListener
        void erased(PersonErased erased) {
            index.forget(erased.subject());
            jdbc.sql("update complaint_idempotency set request_hash = null where subject = ?")
                    .param(erased.subject())
                    .update();
        }
    }
}
