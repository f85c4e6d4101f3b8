package io.redress.complaint.web;

import io.redress.complaint.ComplaintView;
import io.redress.complaint.Complaints;
import io.redress.complaint.process.CaseTasks;
import io.redress.complaint.process.CaseTasks.OpenTask;
import io.redress.core.FieldProblem;
import io.redress.core.Refusal;
import io.redress.identity.Actors;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.context.i18n.LocaleContextHolder;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.transaction.support.TransactionTemplate;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/**
 * The tasks whose forms hold what customers wrote or long texts, and so are pages of ours that Tasklist links to
 * ({@code camunda:formKey}). Each does the domain's verb and the completion of the task in one transaction.
 */
@Controller
class TaskPages {

    private static final String INVESTIGATE = "UserTask_InvestigateComplaint";
    private static final String ANSWER = "UserTask_AnswerCustomer";
    private static final String APPROVE = "UserTask_ApproveAnswer";
    private static final Map<String, String> KINDS = Map.of(
            "investigate-complaint", INVESTIGATE,
            "answer-customer", ANSWER,
            "approve-answer", APPROVE);

    private final Complaints complaints;
    private final CaseTasks tasks;
    private final Actors actors;
    private final ProblemWords words;
    private final TransactionTemplate transaction;

    TaskPages(
            Complaints complaints,
            CaseTasks tasks,
            Actors actors,
            ProblemWords words,
            TransactionTemplate transaction) {
        this.complaints = complaints;
        this.tasks = tasks;
        this.actors = actors;
        this.words = words;
        this.transaction = transaction;
    }

    @GetMapping("/tasks/{page:investigate-complaint|answer-customer|approve-answer}")
    String open(
            @PathVariable String page,
            @RequestParam(defaultValue = "") String taskId,
            @RequestParam(required = false) @Nullable String callbackUrl,
            Model model) {
        fill(page, task(page, taskId), callbackUrl, model);
        return "complaint/" + page;
    }

    @PostMapping("/tasks/{page:investigate-complaint|answer-customer|approve-answer}/claim")
    String claim(
            @PathVariable String page,
            @RequestParam String taskId,
            @RequestParam(required = false) @Nullable String callbackUrl,
            RedirectAttributes redirect) {
        tasks.claim(task(page, taskId).id());
        redirect.addAttribute("taskId", taskId);
        if (callbackUrl != null) {
            redirect.addAttribute("callbackUrl", callbackUrl);
        }
        return "redirect:/tasks/" + page;
    }

    @PostMapping("/tasks/investigate-complaint")
    ModelAndView investigated(
            @RequestParam String taskId,
            @RequestParam(required = false) @Nullable String callbackUrl,
            @RequestParam(defaultValue = "") String cause,
            @RequestParam(defaultValue = "") String evidence,
            @RequestParam(defaultValue = "") String notDetermined,
            HttpServletRequest request,
            Model model,
            RedirectAttributes redirect) {
        OpenTask task = task("investigate-complaint", taskId);
        Map<String, String> typed = typed("cause", cause, "evidence", evidence, "notDetermined", notDetermined);
        return done("investigate-complaint", task, callbackUrl, typed, request, model, redirect, () -> {
            complaints.recordInvestigation(task.reference(), text(cause), text(evidence), text(notDetermined));
            tasks.complete(task.id(), Map.of());
        });
    }

    @PostMapping(path = "/tasks/answer-customer", params = "draft")
    ModelAndView keepDraft(
            @RequestParam String taskId,
            @RequestParam(required = false) @Nullable String callbackUrl,
            @RequestParam(defaultValue = "") String text,
            HttpServletRequest request,
            Model model,
            RedirectAttributes redirect) {
        OpenTask task = task("answer-customer", taskId);
        ModelAndView done =
                done("answer-customer", task, callbackUrl, typed("text", text), request, model, redirect, () -> {
                    complaints.writeAnswer(task.reference(), text);
                });
        if (!"complaint/answer-customer".equals(done.getViewName())) {
            redirect.addAttribute("taskId", taskId);
            if (callbackUrl != null) {
                redirect.addAttribute("callbackUrl", callbackUrl);
            }
            redirect.addFlashAttribute("done", "complaint.answer.kept");
            return new ModelAndView("redirect:/tasks/answer-customer");
        }
        return done;
    }

    @PostMapping(path = "/tasks/answer-customer", params = "!draft")
    ModelAndView answered(
            @RequestParam String taskId,
            @RequestParam(required = false) @Nullable String callbackUrl,
            @RequestParam(defaultValue = "") String text,
            HttpServletRequest request,
            Model model,
            RedirectAttributes redirect) {
        OpenTask task = task("answer-customer", taskId);
        return done("answer-customer", task, callbackUrl, typed("text", text), request, model, redirect, () -> {
            complaints.writeAnswer(task.reference(), text);
            tasks.complete(task.id(), Map.of());
        });
    }

    @PostMapping("/tasks/approve-answer")
    ModelAndView decided(
            @RequestParam String taskId,
            @RequestParam(required = false) @Nullable String callbackUrl,
            @RequestParam boolean approved,
            @RequestParam(defaultValue = "") String reason,
            HttpServletRequest request,
            Model model,
            RedirectAttributes redirect) {
        OpenTask task = task("approve-answer", taskId);
        return done("approve-answer", task, callbackUrl, typed("reason", reason), request, model, redirect, () -> {
            complaints.decideAnswer(task.reference(), approved, text(reason));
            tasks.complete(task.id(), Map.of("approved", approved));
        });
    }

    /** Does the work, then leads back; when a rule refuses, shows why and keeps what was typed. */
    private ModelAndView done(
            String page,
            OpenTask task,
            @Nullable String callbackUrl,
            Map<String, String> typed,
            HttpServletRequest request,
            Model model,
            RedirectAttributes redirect,
            Runnable work) {
        try {
            if (!task.mine(actors.current())) {
                throw Refusal.conflict("Claim this task first; it is not yours at the moment.");
            }
            transaction.executeWithoutResult(status -> work.run());
        } catch (Refusal refusal) {
            Map<String, String> problems = new LinkedHashMap<>();
            for (FieldProblem problem : refusal.problems()) {
                problems.putIfAbsent(problem.field(), words.of(problem, LocaleContextHolder.getLocale()));
            }
            fill(page, task, callbackUrl, model);
            model.addAttribute("typed", typed);
            model.addAttribute("problems", problems);
            model.addAttribute("refused", refusal.getMessage());
            return new ModelAndView(
                    "complaint/" + page,
                    model.asMap(),
                    HttpStatus.valueOf(refusal.kind().status()));
        }
        redirect.addFlashAttribute("done", "complaint.task.done");
        return new ModelAndView("redirect:" + WayBack.path(request, callbackUrl, "/complaints/" + task.reference()));
    }

    private OpenTask task(String page, String taskId) {
        String kind = KINDS.get(page);
        if (kind == null) {
            throw Refusal.notFound("There is no such page.");
        }
        return tasks.get(taskId, kind);
    }

    private void fill(String page, OpenTask task, @Nullable String callbackUrl, Model model) {
        ComplaintView view = complaints.get(task.reference());
        ComplaintView.@Nullable Answer newest = view.answers().stream()
                .max(Comparator.comparingInt(ComplaintView.Answer::version))
                .orElse(null);
        model.addAttribute("page", page);
        model.addAttribute("task", task);
        model.addAttribute("complaint", view);
        model.addAttribute("callbackUrl", callbackUrl);
        model.addAttribute("mine", task.mine(actors.current()));
        model.addAttribute("workable", task.workable(actors.current()));
        model.addAttribute("answer", newest);
        model.addAttribute(
                "author",
                newest != null && newest.author().equals(actors.current().id()));
        model.addAttribute("sentBack", sentBack(view, newest));
        model.addAttribute("problems", Map.of());
        if (page.equals("answer-customer")) {
            String before = newest == null || newest.text() == null ? "" : newest.text();
            model.addAttribute("typed", typed("text", before));
        } else {
            model.addAttribute("typed", Map.of());
        }
    }

    /** The version that was sent back last, as long as no later one was handed in. */
    private static ComplaintView.@Nullable Answer sentBack(ComplaintView view, ComplaintView.@Nullable Answer newest) {
        return view.answers().stream()
                .filter(answer -> answer.rejection() != null)
                .filter(answer -> newest != null && newest.version() - answer.version() <= 1)
                .max(Comparator.comparingInt(ComplaintView.Answer::version))
                .orElse(null);
    }

    private static Map<String, String> typed(String... namesAndValues) {
        Map<String, String> typed = new LinkedHashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            typed.put(namesAndValues[i], namesAndValues[i + 1]);
        }
        return typed;
    }

    private static @Nullable String text(String typed) {
        return typed.isBlank() ? null : typed;
    }
}
