package io.redress.intake;

import static org.assertj.core.api.Assertions.assertThat;

import io.redress.core.Refusal;
import io.redress.intake.mapping.Becomes;
import io.redress.intake.mapping.DateOrder;
import io.redress.intake.mapping.MappedRow;
import io.redress.intake.mapping.Mapping;
import io.redress.intake.mapping.Plan;
import io.redress.intake.mapping.Planner;
import io.redress.intake.mapping.RowMapper;
import io.redress.intake.table.FormatWishes;
import io.redress.intake.table.TableReader;
import io.redress.intake.table.TableRow;
import io.redress.intake.table.Tables;
import io.redress.testing.SharedData;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RealTablesTest {

    private static final LocalDate TODAY = LocalDate.of(2026, 6, 1);

    private static final String TABLE = """
            complaints-cfpb/cfpb-2011-2020-sample-with-index-column.csv   | cfpb             | YMD |   976 |   976 |   322 |   965
            complaints-cfpb/cfpb-2013-2016-no-complaint-id.csv            | cfpb             | MDY |  1590 |  1590 |     0 |  1590
            complaints-cfpb/cfpb-2014-14col-crlf.csv                      | cfpb             | MDY |  4155 |  4154 |     0 |  3296
            complaints-cfpb/cfpb-2019-18col-crlf.csv                      | cfpb             | YMD |   285 |   285 |    84 |   283
            complaints-cfpb/cfpb-2019-bad-cells.csv                       | cfpb             | YMD |    10 |     8 |     3 |     8
            complaints-cfpb/cfpb-2019-missing-headings.csv                | cfpb             | MDY |    21 |     0 |     0 |     0
            complaints-cfpb/cfpb-2020-headerless.csv                      | cfpb             | YMD |   503 |   503 |   103 |   484
            complaints-cfpb/cfpb-2023-18col-lf-truncated.csv              | cfpb             | YMD |  1003 |  1002 |   181 |   700
            complaints-cfpb/cfpb-2023-underscore-header-dmy-dates.csv     | cfpb             | DMY |  1989 |  1989 |    64 |   362
            complaints-cfpb/cfpb-2025-narratives-plus-derived-columns.csv | cfpb             | YMD |   101 |   101 |   101 |   101
            complaints-cfpb/cfpb-narratives-only.csv                      | cfpb-narratives  | -   |  2526 |  2526 |  2526 |     0
            complaints-cfpb/official-v1-intake.csv                        | cfpb             | MDY |    30 |    30 |    30 |    26
            complaints-cfpb/official-v1-public.csv                        | cfpb             | MDY |    30 |    30 |    30 |    26
            complaints-cfpb/official-v2-public.csv                        | cfpb             | MDY |    30 |    30 |    30 |    26
            complaints-other/comcast-telecom-complaints-2015.csv          | comcast          | DMY |  1124 |  1124 |  1124 |   859
            complaints-other/nhtsa-recall-documents-2022.csv.gz           | nhtsa-recalls    | -   | 35153 | 35153 | 35153 |     0
            complaints-other/nhtsa-vehicle-complaints-sample.tsv          | nhtsa-complaints | YMD |    56 |    56 |    56 |     0
            complaints-other/nyc-311-animal-complaints-2025.csv           | nyc-311          | MDY |  2466 |  2466 |     0 |  2330
            device-reports/enums.csv                                      | maude-codes      | -   |   212 |     0 |     0 |     0
            device-reports/foidev.txt                                     | maude-device     | MDY |     5 |     5 |     0 |     0
            device-reports/foitext.txt                                    | maude-text       | MDY |    10 |    10 |    10 |     0
            device-reports/patient.txt                                    | maude-patient    | MDY |     5 |     4 |     0 |     0
            device-reports/recall-one-recall.json                         | fda-recall-json  | -   |     1 |     1 |     1 |     0
            device-reports/recall-upc-with-dashes.xml                     | fda-recall-xml   | MDY |     1 |     1 |     1 |     0
            device-reports/recall-upc-with-spaces-and-dashes.xml          | fda-recall-xml   | MDY |     1 |     1 |     1 |     0
            device-reports/recall-upc-with-spaces.xml                     | fda-recall-xml   | MDY |     1 |     1 |     1 |     0
            """;

    private static final Map<String, Map<String, Integer>> REASONS = Map.of(
            "cfpb-2014-14col-crlf.csv",
            Map.of("Issue + Sub-issue: required: what the customer is dissatisfied with", 1),
            "cfpb-2019-bad-cells.csv",
            Map.of(
                    "Date received: \"01-24-2019\" is no date written year-month-day",
                    1,
                    "Date received: required: the day it was received",
                    1),
            "cfpb-2019-missing-headings.csv",
            Map.of(
                    "row: 18 cells where the heading names 17: a heading is missing, the columns cannot be told apart",
                    21),
            "cfpb-2023-18col-lf-truncated.csv",
            Map.of("row: a quote is opened in this row and never closed; is the file cut off here?", 1),
            "enums.csv",
            Map.of("row: a row of a code list, not a complaint", 212),
            "patient.txt",
            Map.of(
                    "sequence_number_outcome + sequence_number_treatment: required: what the customer is dissatisfied with",
                    1));

    /** What became of a file's rows. */
    private record Taken(Plan plan, long read, List<MappedRow> mapped, Map<String, Integer> refused) {}

    @ParameterizedTest
    @CsvSource(delimiter = '|', nullValues = "-", textBlock = TABLE)
    void everyRowIsMappedOrRefusedWithItsReason(
            String file, String mapping, @Nullable DateOrder order, long read, int mapped, int narratives, int closed)
            throws Exception {
        Taken taken = take(file);
        assertThat(taken.plan().missing()).isEmpty();
        assertThat(Objects.requireNonNull(taken.plan().mapping()).id()).isEqualTo(mapping);
        assertThat(taken.plan().dateOrder()).isEqualTo(order);
        assertThat(taken.read()).isEqualTo(read);
        assertThat(taken.mapped().size()).isEqualTo(mapped);
        assertThat(taken.refused()).isEqualTo(REASONS.getOrDefault(file.substring(file.indexOf('/') + 1), Map.of()));
        assertThat(taken.mapped().stream().filter(row -> !row.composed()).count())
                .isEqualTo(narratives);
        assertThat(taken.mapped().stream().filter(row -> row.outcome() != null).count())
                .isEqualTo(closed);
    }

    @Test
    void noFileOfTheFoldersIsLeftOut() throws Exception {
        Set<String> there = new HashSet<>();
        for (String folder : List.of("complaints-cfpb", "complaints-other", "device-reports")) {
            try (Stream<Path> files = Files.list(SharedData.of(folder))) {
                files.map(f -> folder + "/" + f.getFileName())
                        .filter(f -> !f.endsWith(".md"))
                        .forEach(there::add);
            }
        }
        assertThat(TABLE.lines()
                        .map(line -> line.substring(0, line.indexOf('|')).strip()))
                .containsExactlyInAnyOrderElementsOf(there);
    }

    @Test
    void theSameComplaintHasTheSameContentInEveryLayout() throws Exception {
        Map<String, String> first = contents(take("complaints-cfpb/official-v1-public.csv"));
        assertThat(first).hasSize(30);
        assertThat(contents(take("complaints-cfpb/official-v1-intake.csv"))).isEqualTo(first);
        assertThat(contents(take("complaints-cfpb/official-v2-public.csv"))).isEqualTo(first);
    }

    @Test
    void complaintsOfTwoYearsFilesAreKnownToBeTheSame() throws Exception {
        Map<String, String> one = contents(take("complaints-cfpb/cfpb-2019-18col-crlf.csv"));
        Map<String, String> other = contents(take("complaints-cfpb/cfpb-2020-headerless.csv"));
        Set<String> both = new HashSet<>(one.keySet());
        both.retainAll(other.keySet());
        assertThat(both).hasSize(254);
        assertThat(both).allSatisfy(id -> assertThat(other.get(id)).isEqualTo(one.get(id)));
    }

    @Test
    void damagedCellsAreSeenAsAnotherVersion() throws Exception {
        Map<String, String> right = contents(take("complaints-cfpb/cfpb-2019-18col-crlf.csv"));
        Map<String, String> damaged = contents(take("complaints-cfpb/cfpb-2019-bad-cells.csv"));
        assertThat(damaged.keySet().stream().filter(right::containsKey)).isNotEmpty();
        assertThat(damaged.get("3417821")).isNotEqualTo(right.get("3417821"));
        assertThat(damaged.get("3433198")).isEqualTo(right.get("3433198"));
    }

    @Test
    void documentsOfRecallsAreFeedbackAndRepeatPerModel() throws Exception {
        Taken taken = take("complaints-other/nhtsa-recall-documents-2022.csv.gz");
        Mapping mapping = Objects.requireNonNull(taken.plan().mapping());
        assertThat(mapping.becomes()).isEqualTo(Becomes.FEEDBACK);
        assertThat(taken.plan().format().gzip()).isTrue();
        Map<String, Set<String>> versions = new HashMap<>();
        taken.mapped()
                .forEach(row -> versions.computeIfAbsent(row.complaint().externalReference(), id -> new HashSet<>())
                        .add(row.content()));
        assertThat(versions).hasSize(34_085);
        assertThat(versions.values().stream().filter(v -> v.size() > 1)).hasSize(3);
    }

    @Test
    void timesAreThoseOfTheCity() throws Exception {
        Taken taken = take("complaints-other/nyc-311-animal-complaints-2025.csv");
        MappedRow first = taken.mapped().get(0);
        assertThat(first.complaint().externalReference()).isEqualTo("64344236");
        assertThat(first.complaint().awarenessDate()).isEqualTo(LocalDate.of(2025, 3, 13));
        // 23:33 in summer time, which began on 9 March.
        assertThat(first.receivedAt()).isEqualTo(Instant.parse("2025-03-14T03:33:00Z"));
        assertThat(first.complaint().description())
                .startsWith("(composed) Complaint Type / Descriptor / Location Type")
                .contains("\nAnimal-Abuse / Neglected / Residential Building/House");
        assertThat(taken.mapped())
                .allSatisfy(row -> assertThat(row.closedOn() == null).isEqualTo(row.outcome() == null));
    }

    @Test
    void quotesOfTheRoadSafetyAgencyArePlainText() throws Exception {
        Taken taken = take("complaints-other/nhtsa-vehicle-complaints-sample.tsv");
        assertThat(taken.plan().format().quote()).isNull();
        assertThat(taken.mapped().stream()
                        .map(row -> row.complaint().description())
                        .filter(d -> d.startsWith("\"")))
                .hasSize(3);
        assertThat(taken.mapped().get(0).complaint().products().get(0).name()).isEqualTo("LINCOLN TOWN CAR 1994");
    }

    @Test
    void whatWasKeptIsMappedAgainAsBefore() throws Exception {
        for (String file : List.of("complaints-cfpb/cfpb-2019-18col-crlf.csv", "device-reports/foidev.txt")) {
            Taken taken = take(file);
            RowMapper mapper = new RowMapper(taken.plan(), TODAY, ZoneOffset.UTC);
            assertThat(taken.mapped()).isNotEmpty().allSatisfy(row -> assertThat(
                            mapper.map(Objects.requireNonNull(row.complaint().raw())))
                    .isEqualTo(row));
        }
    }

    private static Map<String, String> contents(Taken taken) {
        Map<String, String> contents = new HashMap<>();
        taken.mapped()
                .forEach(row ->
                        contents.put(Objects.requireNonNull(row.complaint().externalReference()), row.content()));
        return contents;
    }

    private static Taken take(String file) throws Exception {
        Path path = SharedData.of(file);
        Plan plan = Planner.plan(() -> Files.newInputStream(path), FormatWishes.NONE, null, null);
        assertThat(plan.ready()).as(() -> plan.missing().toString()).isTrue();
        RowMapper mapper = new RowMapper(plan, TODAY, ZoneOffset.UTC);
        List<MappedRow> mapped = new ArrayList<>();
        Map<String, Integer> refused = new TreeMap<>();
        long read = 0;
        try (TableReader reader = Tables.open(() -> Files.newInputStream(path), plan.format())) {
            TableRow row;
            while ((row = reader.next()) != null) {
                read++;
                assertThat(row.number()).isEqualTo(read);
                try {
                    mapped.add(mapper.map(row));
                } catch (Refusal e) {
                    e.problems().forEach(p -> refused.merge(p.field() + ": " + p.message(), 1, Integer::sum));
                }
            }
        }
        return new Taken(plan, read, mapped, refused);
    }
}
