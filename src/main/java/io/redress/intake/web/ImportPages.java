package io.redress.intake.web;

import io.redress.complaint.RegistrationRules;
import io.redress.core.FieldProblem;
import io.redress.core.Refusal;
import io.redress.intake.ImportMode;
import io.redress.intake.ImportView;
import io.redress.intake.Imports;
import io.redress.intake.Upload;
import io.redress.intake.mapping.Becomes;
import io.redress.intake.mapping.DateOrder;
import io.redress.intake.mapping.Field;
import io.redress.intake.mapping.Mapping;
import io.redress.intake.mapping.Plan;
import io.redress.intake.mapping.Planner;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.multipart.MultipartException;
import org.springframework.web.multipart.MultipartFile;
import org.springframework.web.servlet.ModelAndView;

/**
 * Imports for people: send a file, see what would become of its first rows, match columns where nothing fits, and watch
 * it come in.
 */
@Controller
class ImportPages {

    private static final int SIZE = 20;
    private static final int FIRST_ROWS = 8;
    private static final List<String> CHARSETS =
            List.of("UTF-8", "windows-1252", "ISO-8859-1", "ISO-8859-15", "windows-1250", "windows-1251", "UTF-16");

    private final Imports imports;

    ImportPages(Imports imports) {
        this.imports = imports;
    }

    @GetMapping("/complaints/imports")
    String list(@RequestParam(required = false) @Nullable UUID after, Model model) {
        fillList(after, Map.of(), model);
        return "intake/imports";
    }

    @PostMapping("/complaints/imports")
    ModelAndView send(@RequestParam(required = false) @Nullable MultipartFile file, Model model) {
        try {
            if (file == null || file.isEmpty()) {
                throw Refusal.invalid("file", "a file with at least one row");
            }
            UUID id = imports.draft(
                    new Upload(Objects.requireNonNullElse(file.getOriginalFilename(), "file"), file::getInputStream));
            return new ModelAndView("redirect:/complaints/imports/" + id + "/columns");
        } catch (Refusal refusal) {
            if (refusal.kind() != Refusal.Kind.INVALID) {
                throw refusal;
            }
            fillList(null, problems(refusal), model);
            return new ModelAndView("intake/imports", model.asMap(), HttpStatus.BAD_REQUEST);
        } catch (MultipartException e) {
            fillList(null, Map.of("file", "a file of at most 2 GB, sent to its end"), model);
            return new ModelAndView("intake/imports", model.asMap(), HttpStatus.BAD_REQUEST);
        }
    }

    @GetMapping("/complaints/imports/{id}")
    String one(@PathVariable UUID id, Model model) {
        ImportView view = imports.get(id);
        if (view.state().equals("draft")) {
            return "redirect:/complaints/imports/" + id + "/columns";
        }
        model.addAttribute("import", view);
        model.addAttribute("refusedRows", imports.refused(id, 0, SIZE));
        String mapping = view.mapping();
        model.addAttribute(
                "mappingTitle", mapping == null ? null : Mapping.parse(mapping).title());
        return "intake/import";
    }

    /** Looking changes nothing, so it is a GET; the choices stand in the address. */
    @GetMapping("/complaints/imports/{id}/columns")
    ModelAndView columns(@PathVariable UUID id, @RequestParam MultiValueMap<String, String> form, Model model) {
        return look(id, Choices.of(form), Map.of(), HttpStatus.OK, model);
    }

    @PostMapping("/complaints/imports/{id}/start")
    ModelAndView start(@PathVariable UUID id, @RequestParam MultiValueMap<String, String> form, Model model) {
        Choices choices = Choices.of(form);
        try {
            imports.start(
                    id,
                    choices.format(),
                    choices.mapping(),
                    choices.dateOrder(),
                    ImportApi.mode(Objects.requireNonNullElse(choices.get("mode"), ImportMode.OPEN.key())));
            return new ModelAndView("redirect:/complaints/imports/" + id);
        } catch (Refusal refusal) {
            if (refusal.kind() != Refusal.Kind.INVALID) {
                throw refusal;
            }
            return look(id, choices, problems(refusal), HttpStatus.BAD_REQUEST, model);
        }
    }

    @PostMapping("/complaints/imports/{id}/discard")
    String discard(@PathVariable UUID id) {
        imports.discard(id);
        return "redirect:/complaints/imports";
    }

    /** What cannot be read as chosen is said, and shown as it would be without the choice. */
    private ModelAndView look(UUID id, Choices choices, Map<String, String> known, HttpStatus status, Model model) {
        Map<String, String> problems = new LinkedHashMap<>(known);
        Imports.Preview preview;
        try {
            preview = imports.preview(id, choices.format(), choices.mapping(), choices.dateOrder(), FIRST_ROWS);
        } catch (Refusal refusal) {
            if (refusal.kind() != Refusal.Kind.INVALID) {
                throw refusal;
            }
            problems.putAll(problems(refusal));
            preview = imports.preview(id, io.redress.intake.table.FormatWishes.NONE, null, null, FIRST_ROWS);
        }
        Plan plan = preview.plan();
        Mapping mapping = plan.mapping();
        model.addAttribute("import", preview.draft());
        model.addAttribute("plan", plan);
        model.addAttribute("first", preview.first());
        model.addAttribute("problems", problems);
        model.addAttribute("choices", choices);
        model.addAttribute("own", choices.own() || mapping == null);
        model.addAttribute("chosen", mapping == null || choices.own() ? Choices.OWN : mapping.id());
        model.addAttribute(
                "matched",
                mapping == null ? Map.of() : mapping.fields(plan.format().columns()));
        model.addAttribute("feedback", mapping != null && mapping.becomes() == Becomes.FEEDBACK);
        model.addAttribute("fields", Field.values());
        model.addAttribute("ready", Planner.ready());
        model.addAttribute("charsets", CHARSETS);
        model.addAttribute("dateOrders", DateOrder.values());
        model.addAttribute("channels", RegistrationRules.CHANNELS);
        model.addAttribute("mode", Objects.requireNonNullElse(choices.get("mode"), ImportMode.OPEN.key()));
        model.addAttribute(
                "modes", Arrays.stream(ImportMode.values()).map(ImportMode::key).toList());
        return new ModelAndView("intake/columns", model.asMap(), status);
    }

    private void fillList(@Nullable UUID after, Map<String, String> problems, Model model) {
        List<ImportView> found = imports.list(after, SIZE);
        model.addAttribute("found", found);
        model.addAttribute(
                "next", found.size() < SIZE ? null : found.get(found.size() - 1).id());
        model.addAttribute("problems", problems);
    }

    private static Map<String, String> problems(Refusal refusal) {
        Map<String, String> problems = new LinkedHashMap<>();
        for (FieldProblem problem : refusal.problems()) {
            problems.merge(problem.field(), problem.message(), (a, b) -> a + "; " + b);
        }
        return problems;
    }
}
