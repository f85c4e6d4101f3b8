package io.redress.notification.web;

import io.redress.core.CaseType;
import io.redress.core.Refusal;
import io.redress.identity.Actors;
import io.redress.identity.Roles;
import io.redress.notification.CaughtMails;
import io.redress.notification.Notifications;
import io.redress.notification.OutboxEntry;
import io.redress.platform.RedressProperties;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/**
 * The page {@code /mail}: the outbox for staff, and in the demo what its own mail server caught. Customers' addresses and
 * texts appear in the demo's part only.
 */
@Controller
class MailController {

    private static final int SIZE = 50;
    private static final Set<String> STATES = Set.of("waiting", "sending", "sent", "failed", "cancelled");
    private static final Set<String> MAY_SEND_AGAIN = Set.of(Roles.ADMINISTRATORS, Roles.QUALITY);

    private final Notifications notifications;
    private final ObjectProvider<CaughtMails> caught;
    private final Actors actors;
    private final RedressProperties properties;

    MailController(
            Notifications notifications,
            ObjectProvider<CaughtMails> caught,
            Actors actors,
            RedressProperties properties) {
        this.notifications = notifications;
        this.caught = caught;
        this.actors = actors;
        this.properties = properties;
    }

    @GetMapping("/mail")
    String show(
            @RequestParam(required = false) @Nullable String state,
            @RequestParam(required = false) @Nullable Long before,
            @RequestParam(defaultValue = "0") int page,
            Model model) {
        Set<String> roles = actors.current().roles();
        if (Collections.disjoint(roles, Roles.ALL)) {
            throw Refusal.forbidden("This page is for staff.");
        }
        String wanted = state == null || state.isEmpty() ? null : state;
        if (wanted != null && !STATES.contains(wanted)) {
            throw Refusal.invalid("state", "one of cancelled, failed, sending, sent, waiting");
        }
        if (page < 0 || page > 1_000) {
            throw Refusal.invalid("page", "0 to 1000");
        }
        List<OutboxEntry> entries = notifications.entries(wanted, before == null ? Long.MAX_VALUE : before, SIZE);
        model.addAttribute("entries", entries);
        model.addAttribute(
                "older", entries.size() == SIZE ? entries.get(SIZE - 1).sequence() : null);
        model.addAttribute("counts", notifications.counts());
        model.addAttribute("state", wanted);
        model.addAttribute("canSend", notifications.canSend());
        model.addAttribute("maySendAgain", !Collections.disjoint(roles, MAY_SEND_AGAIN));
        model.addAttribute("zone", properties.zone());
        model.addAttribute("complaintType", CaseType.COMPLAINT);
        CaughtMails mails = caught.getIfAvailable();
        model.addAttribute("catcher", mails != null);
        if (mails != null) {
            model.addAttribute("mails", mails.newest(page * SIZE, SIZE));
            model.addAttribute("mailCount", mails.count());
            model.addAttribute("page", page);
            model.addAttribute("nextPage", mails.count() > (page + 1) * SIZE ? page + 1 : null);
        }
        return "mail";
    }

    @PostMapping("/mail/{id}/again")
    String again(@PathVariable UUID id, RedirectAttributes redirect) {
        if (Collections.disjoint(actors.current().roles(), MAY_SEND_AGAIN)) {
            throw Refusal.forbidden("Only quality managers and administrators send a mail again.");
        }
        notifications.sendAgain(id);
        redirect.addFlashAttribute("notice", "notification.page.put-back");
        return "redirect:/mail";
    }
}
