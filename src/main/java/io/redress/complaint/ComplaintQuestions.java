package io.redress.complaint;

import io.redress.core.FieldProblem;
import io.redress.core.Refusal;
import io.redress.party.PersonStore;
import io.redress.platform.RedressProperties;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Checks what somebody asks the register and translates it into conditions on the search index. */
@Component
class ComplaintQuestions {

    private static final int MAX_QUERY = 500;
    private static final int MAX_WORDS = 20;

    private final PersonStore persons;
    private final RedressProperties properties;

    ComplaintQuestions(PersonStore persons, RedressProperties properties) {
        this.persons = persons;
        this.properties = properties;
    }

    /** @throws Refusal with every parameter that is wrong */
    static void refuseWrong(ComplaintFilter filter) {
        List<FieldProblem> problems = problems(filter);
        if (!problems.isEmpty()) {
            throw Refusal.invalid(problems);
        }
    }

    /** How many words of the question are looked for. */
    static int words(ComplaintFilter filter) {
        String q = filter.q();
        return q == null ? 0 : SearchTerms.words(q).size();
    }

    static List<FieldProblem> problems(ComplaintFilter filter) {
        List<FieldProblem> problems = new ArrayList<>();
        if (filter.q() != null) {
            String problem = Texts.problem(filter.q(), MAX_QUERY);
            if (problem != null) {
                problems.add(new FieldProblem("q", problem));
            } else if (words(filter) > MAX_WORDS) {
                problems.add(new FieldProblem("q", "at most " + MAX_WORDS + " words"));
            }
        }
        if (filter.product() != null && Texts.problem(filter.product(), 100) != null) {
            problems.add(new FieldProblem("product", "a product's code, at most 100 characters"));
        }
        if (given(filter.state()) && !states().contains(filter.state())) {
            problems.add(new FieldProblem("state", "one of " + String.join(", ", states())));
        }
        for (Map.Entry<String, @Nullable LocalDate> day : dates(filter).entrySet()) {
            LocalDate date = day.getValue();
            if (date != null && (date.getYear() < 1900 || date.getYear() > 9999)) {
                problems.add(new FieldProblem(day.getKey(), "a date such as 2026-11-20"));
            }
        }
        return problems;
    }

    private static Map<String, @Nullable LocalDate> dates(ComplaintFilter filter) {
        Map<String, @Nullable LocalDate> dates = new HashMap<>();
        dates.put("from", filter.from());
        dates.put("to", filter.to());
        return dates;
    }

    private static List<String> states() {
        List<String> states = new ArrayList<>(List.of("open", "closed"));
        // "closed" is the set of all closed states; the single state of that name is reached by it too
        Arrays.stream(ComplaintState.values())
                .map(ComplaintState::key)
                .filter(key -> !states.contains(key))
                .forEach(states::add);
        return states;
    }

    static @Nullable RegisterCursor cursor(String field, @Nullable String text, List<FieldProblem> problems) {
        if (text == null) {
            return null;
        }
        RegisterCursor cursor = RegisterCursor.read(text);
        if (cursor == null) {
            problems.add(new FieldProblem(field, "a cursor as the page before gave it"));
        }
        return cursor;
    }

    RegisterKeys.Question translate(ComplaintFilter filter) {
        List<String> conditions = new ArrayList<>();
        Map<String, Object> values = new HashMap<>();
        String product = filter.product();
        if (product != null && given(product)) {
            conditions.add(has(List.of(SearchTerms.product(product))));
        }
        String q = filter.q();
        if (q != null && given(q)) {
            List<String> words = SearchTerms.words(q);
            words.forEach(word -> conditions.add(occurs(word, values)));
            if (words.isEmpty()) {
                conditions.add("false"); // punctuation alone is no question
            }
        }
        LocalDate to = filter.to();
        return new RegisterKeys.Question(
                conditions,
                values,
                states(filter.state()),
                filter.from() == null ? null : startOf(filter.from()),
                to == null ? null : startOf(to.plusDays(1)));
    }

    /** The word, or a part of one, in our own fields; or the word in what people said. */
    private String occurs(String word, Map<String, Object> values) {
        String folded = SearchTerms.folded(word);
        String own;
        if (folded.length() < SearchTerms.SHORTEST_PART) {
            own = has(List.of(SearchTerms.shortWord(folded)));
        } else {
            String name = "word" + values.size();
            own = "s.terms like :" + name;
            values.put(name, "%" + folded + "%");
        }
        Set<Long> tokens = personTokens(word);
        return tokens.isEmpty() ? own : "(" + own + " or " + has(tokens) + ")";
    }

    /** As a literal: the planner must know the number to know how frequent it is. */
    private static String has(Collection<Long> tokens) {
        return tokens.stream().map(String::valueOf).collect(Collectors.joining(",", "s.tokens @> '{", "}'::bigint[]"));
    }

    /** The words of a text that is a person's, as hashes. */
    Set<Long> personTokens(@Nullable String text) {
        return text == null
                ? Set.of()
                : persons.searchTokens(text).stream()
                        .map(SearchTerms::personToken)
                        .collect(Collectors.toSet());
    }

    private static @Nullable List<ComplaintState> states(@Nullable String state) {
        if (state == null || !given(state)) {
            return null;
        }
        return Arrays.stream(ComplaintState.values())
                .filter(s -> switch (state) {
                    case "open" -> !s.closed();
                    case "closed" -> s.closed();
                    default -> s.key().equals(state);
                })
                .toList();
    }

    private Instant startOf(LocalDate day) {
        return day.atStartOfDay(properties.zone()).toInstant();
    }

    private static boolean given(@Nullable String text) {
        return text != null && !text.isBlank();
    }
}
