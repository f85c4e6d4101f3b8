package io.redress.complaint.web;

import io.redress.complaint.ComplaintView;
import io.redress.complaint.Complaints;
import io.redress.complaint.process.CasePath;
import io.redress.complaint.process.CaseTasks;
import io.redress.core.FieldProblem;
import io.redress.core.Refusal;
import io.redress.identity.Actors;
import io.redress.identity.Roles;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseBody;
import org.springframework.web.servlet.ModelAndView;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** The page of one complaint, and the way it has taken through the diagram. */
@Controller
class CasePages {

    /** Who may record that the customer objects; the domain checks the same. */
    private static final Set<String> MAY_REOPEN = Set.of(Roles.HANDLERS, Roles.QUALITY);

    private final Complaints complaints;
    private final CaseTasks tasks;
    private final CasePath paths;
    private final Actors actors;

    CasePages(Complaints complaints, CaseTasks tasks, CasePath paths, Actors actors) {
        this.complaints = complaints;
        this.tasks = tasks;
        this.paths = paths;
        this.actors = actors;
    }

    @GetMapping("/complaints/{reference}")
    String show(@PathVariable String reference, @RequestParam(required = false) @Nullable String after, Model model) {
        fill(reference, model);
        model.addAttribute("after", after);
        return "complaint/case";
    }

    @PostMapping("/complaints/{reference}/objection")
    ModelAndView objected(
            @PathVariable String reference,
            @RequestParam(defaultValue = "") String reason,
            @RequestParam(defaultValue = "false") boolean investigateAgain,
            Model model,
            RedirectAttributes redirect) {
        try {
            complaints.reopen(reference, reason, investigateAgain);
        } catch (Refusal refusal) {
            if (refusal.kind() == Refusal.Kind.NOT_FOUND) {
                throw refusal;
            }
            fill(reference, model);
            model.addAttribute("objectionReason", reason);
            model.addAttribute("objectionAgain", investigateAgain);
            model.addAttribute("objectionRefused", message(refusal));
            return new ModelAndView(
                    "complaint/case",
                    model.asMap(),
                    HttpStatus.valueOf(refusal.kind().status()));
        }
        redirect.addFlashAttribute("done", "complaint.case.reopened");
        return new ModelAndView("redirect:/complaints/{reference}");
    }

    @GetMapping(path = "/complaints/{reference}/diagram", produces = MediaType.APPLICATION_JSON_VALUE)
    @ResponseBody
    ResponseEntity<CasePath.Path> diagram(@PathVariable String reference) {
        CasePath.Path path = paths.of(complaints.get(reference).processInstanceId());
        return path == null
                ? ResponseEntity.notFound().build()
                : ResponseEntity.ok().cacheControl(CacheControl.noStore()).body(path);
    }

    private void fill(String reference, Model model) {
        ComplaintView view = complaints.get(reference);
        model.addAttribute("complaint", view);
        model.addAttribute("tasks", tasks.open(view.reference()));
        model.addAttribute("path", paths.of(view.processInstanceId()));
        model.addAttribute(
                "mayReopen",
                view.state().closed() && !Collections.disjoint(actors.current().roles(), MAY_REOPEN));
    }

    static String message(Refusal refusal) {
        List<FieldProblem> problems = refusal.problems();
        @Nullable String message = refusal.getMessage();
        return problems.isEmpty() || message == null
                ? (message == null ? "" : message)
                : problems.size() == 1 ? problems.get(0).message() : message;
    }
}
