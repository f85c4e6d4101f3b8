package io.redress.notification;

import com.github.f4b6a3.uuid.UuidCreator;
import io.redress.core.CaseRef;
import io.redress.core.CaseType;
import io.redress.core.ModelRef;
import io.redress.core.QualityEvent;
import io.redress.core.Refusal;
import io.redress.engine.Models;
import io.redress.party.PersonStore;
import io.redress.platform.RedressProperties;
import java.time.Clock;
import java.time.format.DateTimeFormatter;
import java.time.format.FormatStyle;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * What the organisation says to people about a case: rendered, stored and queued in the transaction of the fact it tells
 * of, and sent later by the outbox. Calls nothing outside the database.
 */
@Service
public class Notifications {

    private static final Pattern TEMPLATE = Pattern.compile("[a-z0-9][a-z0-9-]{0,63}");
    private static final String CUSTOMER = "customer";

    private final Outbox outbox;
    private final OutboxDispatcher dispatcher;
    private final MailIdentity identity;
    private final MailSettings settings;
    private final RedressProperties properties;
    private final PersonStore persons;
    private final Models models;
    private final ObjectProvider<CaseRecipients> recipients;
    private final ApplicationEventPublisher events;
    private final Clock clock;

    Notifications(
            Outbox outbox,
            OutboxDispatcher dispatcher,
            MailIdentity identity,
            MailSettings settings,
            RedressProperties properties,
            PersonStore persons,
            Models models,
            ObjectProvider<CaseRecipients> recipients,
            ApplicationEventPublisher events,
            Clock clock) {
        this.outbox = outbox;
        this.dispatcher = dispatcher;
        this.identity = identity;
        this.settings = settings;
        this.properties = properties;
        this.persons = persons;
        this.models = models;
        this.recipients = recipients;
        this.events = events;
        this.clock = clock;
    }

    /** What became of a request to notify somebody. */
    public enum Outcome {
        QUEUED,
        /** The same step asked before; one notification goes out. */
        QUEUED_BEFORE,
        NO_RECIPIENT,
        NO_ADDRESS,
        /** What is known is not an address to which mail can be sent. */
        UNUSABLE_ADDRESS;

        /** Whether a message is, or was, on its way. */
        public boolean underway() {
            return this == QUEUED || this == QUEUED_BEFORE;
        }
    }

    /**
     * The step of a process that asks.
     *
     * @param activityInstance one visit of that step; a repetition of the same visit notifies nobody twice
     * @param model whose deployment the message file comes from
     */
    public record Step(String activityInstance, ModelRef model) {}

    /**
     * Queues a mail to the case's customer, in the customer's language where there is such a text, else in the
     * organisation's.
     *
     * @param template the message file's name without language and ending: {@code acknowledgement}
     * @throws MessageTextException when the text is missing or cannot be rendered
     */
    @Transactional(propagation = Propagation.MANDATORY)
    public Outcome toCustomer(CaseRef caseRef, String template, Step step) {
        if (!TEMPLATE.matcher(template).matches()) {
            throw new MessageTextException(
                    "\"" + template + "\" is no name of a message text: small letters, digits and hyphens", null);
        }
        CaseRecipients port = port(caseRef.type());
        CaseRecipients.Recipient customer = port.customer(caseRef);
        if (customer == null) {
            return unreachable(Outcome.NO_RECIPIENT, caseRef, template, step);
        }
        if (customer.email() == null || customer.email().isBlank()) {
            return unreachable(Outcome.NO_ADDRESS, caseRef, template, step);
        }
        String address = MailAddress.reachable(customer.email());
        if (address == null) {
            return unreachable(Outcome.UNUSABLE_ADDRESS, caseRef, template, step);
        }
        String dedupKey = String.join("|", caseRef.chain(), step.activityInstance(), template, CUSTOMER);
        if (outbox.holds(dedupKey)) {
            return Outcome.QUEUED_BEFORE;
        }

        Localised text = text(step.model(), template, customer.language());
        MessageText.Rendered rendered = text.text().render(values(port, caseRef, text.language()));

        UUID id = UuidCreator.getTimeOrderedEpoch();
        String messageId = identity.messageId(id);
        UUID subject = customer.subject();
        List<UUID> kept = persons.putAll(List.of(
                new PersonStore.Piece(subject, "mail-recipient", address),
                new PersonStore.Piece(subject, "mail", rendered.pack())));
        boolean queued = outbox.queue(new Outbox.Draft(
                id,
                "mail",
                dedupKey,
                caseRef.chain() + "|" + subject,
                caseRef,
                template,
                text.language().getLanguage(),
                CUSTOMER,
                subject,
                kept.get(0),
                kept.get(1),
                messageId));
        if (!queued) {
            return Outcome.QUEUED_BEFORE;
        }
        events.publishEvent(QualityEvent.of(caseRef, "notification.queued")
                .with(facts(template, text.language().getLanguage(), messageId))
                .governedBy(step.model()));
        afterCommit();
        return Outcome.QUEUED;
    }

    /** One page of the outbox, newest first. @param state null for every state @param before a sequence, exclusive */
    @Transactional(readOnly = true)
    public List<OutboxEntry> entries(@Nullable String state, long before, int size) {
        return outbox.page(state, before, Math.min(Math.max(size, 1), 100));
    }

    /** What was and will be sent about one case, oldest first. */
    @Transactional(readOnly = true)
    public List<OutboxEntry> of(CaseRef caseRef) {
        return outbox.of(caseRef);
    }

    /** How many are waiting, sending, failed and cancelled. */
    @Transactional(readOnly = true)
    public Map<String, Long> counts() {
        return outbox.counts();
    }

    /** Whether there is a mail server to send to; without one everything waits. */
    public boolean canSend() {
        return dispatcher.hasServer();
    }

    /**
     * Puts a failed notification back into the queue, with the same Message-ID.
     *
     * @throws Refusal when there is none, or it did not fail
     */
    @Transactional
    public void sendAgain(UUID id) {
        OutboxEntry entry = outbox.putBack(id);
        if (entry == null) {
            throw outbox.find(id) == null
                    ? Refusal.notFound("There is no such notification.")
                    : Refusal.conflict("Only what has failed can be sent again.");
        }
        events.publishEvent(QualityEvent.of(entry.caseRef(), "notification.put-back")
                .with(facts(entry.template(), entry.language(), entry.messageId())));
        afterCommit();
    }

    private Outcome unreachable(Outcome why, CaseRef caseRef, String template, Step step) {
        events.publishEvent(QualityEvent.of(caseRef, "notification.unreachable")
                .with(Map.of(
                        "template",
                        template,
                        "recipient",
                        CUSTOMER,
                        "cause",
                        why.name().toLowerCase(Locale.ROOT).replace('_', '-')))
                .governedBy(step.model()));
        return why;
    }

    private CaseRecipients port(CaseType type) {
        return recipients.stream()
                .filter(port -> port.caseType() == type)
                .findFirst()
                .orElseThrow(
                        () -> new IllegalStateException("Nobody says who is told about a case of type " + type.key()));
    }

    private record Localised(MessageText text, Locale language) {}

    private Localised text(ModelRef model, String template, Locale wanted) {
        Locale ours = Locale.forLanguageTag(settings.language());
        Locale language = wanted;
        String content = wanted.getLanguage().isEmpty()
                ? null
                : models.text(model.definitionId(), fileName(template, wanted)).orElse(null);
        if (content == null) {
            language = ours;
            content =
                    models.text(model.definitionId(), fileName(template, ours)).orElse(null);
        }
        if (content == null) {
            throw new MessageTextException(
                    "There is no message text " + fileName(template, ours) + " in the deployment of "
                            + model.definitionId(),
                    null);
        }
        return new Localised(MessageText.parse(fileName(template, language), content), language);
    }

    private static String fileName(String template, Locale language) {
        return template + "." + language.getLanguage() + ".md";
    }

    private Map<String, String> values(CaseRecipients port, CaseRef caseRef, Locale language) {
        Map<String, String> values = new HashMap<>();
        values.put("reference", caseRef.reference());
        values.put("organisation", properties.organisation());
        values.put(
                "today",
                DateTimeFormatter.ofLocalizedDate(FormatStyle.LONG)
                        .withLocale(language)
                        .format(clock.instant().atZone(properties.zone())));
        values.putAll(port.values(caseRef, language));
        return values;
    }

    private void afterCommit() {
        TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {
            @Override
            public void afterCommit() {
                dispatcher.wake();
            }
        });
    }

    static Map<String, String> facts(@Nullable String template, @Nullable String language, String messageId) {
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("messageId", messageId);
        facts.put("recipient", CUSTOMER);
        if (template != null) {
            facts.put("template", template);
        }
        if (language != null) {
            facts.put("language", language);
        }
        return facts;
    }
}
