package io.redress.complaint.web;

import io.redress.complaint.ComplaintFilter;
import io.redress.complaint.ComplaintPaging;
import io.redress.complaint.ComplaintState;
import io.redress.complaint.Complaints;
import io.redress.core.Refusal;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** The register of complaints as a page: search, filters, one page after the other. */
@Controller
class RegisterPages {

    static final int SIZE = 25;

    private static final List<String> STATES = states();
    private static final List<String> FORMATS = List.of("csv", "xlsx");

    private final Complaints complaints;

    RegisterPages(Complaints complaints) {
        this.complaints = complaints;
    }

    @GetMapping("/")
    String home() {
        return "redirect:/complaints";
    }

    /**
     * @param after cursor of the older ones
     * @param before cursor of the newer ones
     */
    @GetMapping("/complaints")
    String register(
            @RequestParam(required = false) @Nullable String q,
            @RequestParam(required = false) @Nullable String state,
            @RequestParam(required = false) @Nullable String product,
            @RequestParam(required = false) @Nullable String from,
            @RequestParam(required = false) @Nullable String to,
            @RequestParam(required = false) @Nullable String after,
            @RequestParam(required = false) @Nullable String before,
            Model model) {
        List<String> wrong = new ArrayList<>();
        LocalDate first = date(from, "from", wrong);
        LocalDate last = date(to, "to", wrong);
        String asked = blank(state) ? null : state;
        if (asked != null && !STATES.contains(asked)) {
            wrong.add("state");
            asked = null;
        }
        ComplaintFilter filter =
                new ComplaintFilter(blank(q) ? null : q, asked, blank(product) ? null : product, first, last);
        model.addAttribute("q", q);
        model.addAttribute("state", asked);
        model.addAttribute("product", product);
        model.addAttribute("from", from);
        model.addAttribute("to", to);
        model.addAttribute("states", STATES);
        model.addAttribute("formats", FORMATS);
        model.addAttribute("filtered", !filter.equals(new ComplaintFilter(null, null, null, null, null)));
        model.addAttribute("wrong", wrong);
        Complaints.Page found;
        try {
            found = page(filter, blank(after) ? null : after, blank(before) ? null : before);
        } catch (Refusal refusal) {
            if (refusal.kind() != Refusal.Kind.INVALID) {
                throw refusal;
            }
            refusal.problems().forEach(problem -> wrong.add(problem.field()));
            found = new Complaints.Page(List.of(), 0, SIZE, 0, false, null, null);
        }
        model.addAttribute("found", found);
        return "complaint/register";
    }

    private static @Nullable LocalDate date(@Nullable String text, String field, List<String> wrong) {
        if (text == null || text.isBlank()) {
            return null;
        }
        try {
            return LocalDate.parse(text.strip());
        } catch (DateTimeParseException e) {
            wrong.add(field);
            return null;
        }
    }

    /** Whoever comes back to the newest ones sees a whole page, also when fewer came in since. */
    private Complaints.Page page(ComplaintFilter filter, @Nullable String after, @Nullable String before) {
        Complaints.Page page = complaints.search(filter, new ComplaintPaging(SIZE, 0, after, before));
        return before != null && page.content().size() < SIZE
                ? complaints.search(filter, ComplaintPaging.first(SIZE))
                : page;
    }

    private static boolean blank(@Nullable String text) {
        return text == null || text.isBlank();
    }

    private static List<String> states() {
        List<String> states = new ArrayList<>(List.of("open", "closed"));
        Arrays.stream(ComplaintState.values())
                .map(ComplaintState::key)
                .filter(key -> !states.contains(key))
                .forEach(states::add);
        return List.copyOf(states);
    }
}
