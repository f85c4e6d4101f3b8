package io.redress.complaint.web;

import io.redress.complaint.Complaints;
import io.redress.core.FieldProblem;
import io.redress.core.Refusal;
import io.redress.identity.Actors;
import io.redress.identity.Roles;
import jakarta.servlet.http.HttpServletRequest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/**
 * The form in which staff enter a complaint; Tasklist's <em>Start process</em> leads to it too. It works without
 * JavaScript: rows are added by sending the form.
 */
@Controller
class NewComplaintPages {

    static final List<String> CHANNELS = List.of("phone", "email", "web", "letter", "visit", "crm", "social", "other");
    static final List<String> CATEGORIES = List.of(
            "performance",
            "safety",
            "contamination",
            "software",
            "packaging",
            "delivery",
            "documentation",
            "service",
            "billing",
            "other");

    private static final Pattern KEY = Pattern.compile("[0-9a-f-]{36}");
    private static final Set<String> MAY_ENTER = Set.of(Roles.AGENTS, Roles.HANDLERS, Roles.QUALITY);

    private final Complaints complaints;
    private final Actors actors;
    private final ProblemWords words;

    NewComplaintPages(Complaints complaints, Actors actors, ProblemWords words) {
        this.complaints = complaints;
        this.actors = actors;
        this.words = words;
    }

    @GetMapping("/complaints/new")
    String open(@RequestParam(required = false) @Nullable String callbackUrl, Locale locale, Model model) {
        check();
        fill(NewComplaint.empty(UUID.randomUUID().toString(), locale.getLanguage()), Map.of(), callbackUrl, model);
        return "complaint/new";
    }

    @PostMapping(path = "/complaints/new", params = "addProduct")
    String addProduct(
            @ModelAttribute NewComplaint form,
            @RequestParam(required = false) @Nullable String callbackUrl,
            Model model) {
        check();
        List<NewComplaint.Row> rows = new ArrayList<>(form.rows());
        if (rows.size() < NewComplaint.MAX_ROWS) {
            rows.add(NewComplaint.Row.EMPTY);
        }
        fill(form.withRows(rows), Map.of(), callbackUrl, model);
        return "complaint/new";
    }

    @PostMapping(path = "/complaints/new", params = "removeProduct")
    String removeProduct(
            @ModelAttribute NewComplaint form,
            @RequestParam int removeProduct,
            @RequestParam(required = false) @Nullable String callbackUrl,
            Model model) {
        check();
        List<NewComplaint.Row> rows = new ArrayList<>(form.rows());
        if (removeProduct >= 0 && removeProduct < rows.size()) {
            rows.remove(removeProduct);
        }
        fill(form.withRows(rows), Map.of(), callbackUrl, model);
        return "complaint/new";
    }

    @PostMapping(
            path = "/complaints/new",
            params = {"!addProduct", "!removeProduct"})
    ModelAndView register(
            @ModelAttribute NewComplaint typed,
            @RequestParam(required = false) @Nullable String callbackUrl,
            HttpServletRequest request,
            Locale locale,
            Model model,
            RedirectAttributes redirect) {
        check();
        NewComplaint form = typed.withRows(typed.filled());
        List<FieldProblem> problems = form.problems();
        if (!problems.isEmpty()) {
            return refused(form, HttpStatus.BAD_REQUEST, null, problems, callbackUrl, locale, model);
        }
        String reference;
        try {
            reference = register(form);
        } catch (Refusal refusal) {
            return refused(
                    form,
                    HttpStatus.valueOf(refusal.kind().status()),
                    refusal.problems().isEmpty() ? refusal.getMessage() : null,
                    refusal.problems(),
                    callbackUrl,
                    locale,
                    model);
        }
        redirect.addFlashAttribute("done", "complaint.new.done");
        redirect.addFlashAttribute("wayBack", WayBack.path(request, callbackUrl, ""));
        return new ModelAndView("redirect:/complaints/" + reference);
    }

    /** The key drawn when the form was opened makes a double press, or a reload, one complaint. */
    private String register(NewComplaint form) {
        String key = form.key();
        return key == null || !KEY.matcher(key).matches()
                ? complaints.register(form.registration())
                : complaints.registerOnce(form.registration(), "page:" + key, form.toString());
    }

    private ModelAndView refused(
            NewComplaint form,
            HttpStatus status,
            @Nullable String message,
            List<FieldProblem> problems,
            @Nullable String callbackUrl,
            Locale locale,
            Model model) {
        Map<String, String> byField = new LinkedHashMap<>();
        for (FieldProblem problem : problems) {
            byField.putIfAbsent(problem.field(), words.of(problem, locale));
        }
        fill(form, byField, callbackUrl, model);
        model.addAttribute("refused", message);
        return new ModelAndView("complaint/new", model.asMap(), status);
    }

    private void fill(NewComplaint form, Map<String, String> problems, @Nullable String callbackUrl, Model model) {
        model.addAttribute("form", form);
        model.addAttribute("problems", problems);
        model.addAttribute("callbackUrl", callbackUrl);
        model.addAttribute("channels", CHANNELS);
        model.addAttribute("categories", CATEGORIES);
        model.addAttribute("countries", Arrays.stream(Locale.getISOCountries()).toList());
        model.addAttribute("maxRows", NewComplaint.MAX_ROWS);
    }

    private void check() {
        if (Collections.disjoint(actors.current().roles(), MAY_ENTER)) {
            throw Refusal.forbidden(
                    "Entering complaints is for intake agents, complaint handlers and quality managers.");
        }
    }
}
