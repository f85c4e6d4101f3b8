package io.redress.intake.mapping;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.redress.core.FieldProblem;
import io.redress.core.Refusal;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class MappingTest {

    static List<Mapping> ready() {
        return Planner.ready();
    }

    @ParameterizedTest
    @MethodSource("ready")
    void readyMappingsCanBeReadBackFromTheirText(Mapping mapping) {
        assertThat(Mapping.parse(mapping.text())).isEqualTo(mapping);
        assertThat(mapping.title()).isNotEqualTo(mapping.id());
        assertThat(mapping.becomesReason() != null).isEqualTo(mapping.becomes() != Becomes.COMPLAINT);
    }

    @Test
    void yamlAndJsonSayTheSame() {
        Mapping yaml = Mapping.parse("id: shop\nsource: web-shop\nfields:\n  description: Text\n  outcome: Result\n");
        Mapping json = Mapping.parse(
                "\t{\"id\":\"shop\",\"source\":\"web-shop\",\"fields\":{\"description\":\"Text\",\"outcome\":\"Result\"}}");
        assertThat(json.fields()).isEqualTo(yaml.fields());
        assertThat(json.source()).isEqualTo("web-shop");
        assertThat(json.becomes()).isEqualTo(Becomes.COMPLAINT);
    }

    @Test
    void everythingThatIsWrongIsNamed() {
        List<FieldProblem> problems = problems("""
                id: My Files
                source: "-"
                becomes: cake
                dates: DYM
                zone: Mars/Olympus
                shortRows: perhaps
                speed: fast
                fields:
                  recievedOn: Date
                  outcome: {colum: Result}
                  customer: {nickname: Nick}
                """);
        assertThat(problems.stream().map(FieldProblem::field))
                .contains(
                        "id",
                        "source",
                        "becomes",
                        "dates",
                        "zone",
                        "shortRows",
                        "speed",
                        "fields.recievedOn",
                        "fields.outcome.colum",
                        "fields.outcome",
                        "fields.customer.nickname",
                        "fields.description");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "[]", "just words", "id: [", "{\"id\": 1,", "id: a\nid: b\n", "- a\n- b"})
    void whatIsNoMappingIsRefused(String text) {
        assertThat(problems(text)).singleElement().satisfies(p -> assertThat(p.field())
                .isEqualTo("mapping"));
    }

    @Test
    void rowsThatBecomeNothingNeedAReason() {
        assertThat(problems("id: codes\nsource: codes\nbecomes: nothing\n").stream()
                        .map(FieldProblem::field))
                .containsExactly("reason");
    }

    @Test
    void aPersonsChoicesMakeAMapping() {
        Mapping mapping = Mapping.builder("my-files", "shop")
                .title("My files")
                .column(Field.DESCRIPTION, "What happened")
                .column(Field.EXTERNAL_REFERENCE, "Shop")
                .column(Field.EXTERNAL_REFERENCE, "Number")
                .column(Field.RECEIVED_ON, "Day")
                .column(Field.RECEIVED_TIME, "Clock")
                .column(Field.OUTCOME, "Result")
                .column(Field.CUSTOMER_EMAIL, "Mail")
                .column(Field.PRODUCT_NAME, "Product")
                .column(Field.PRODUCT_LOT, "Batch")
                .fixed(Field.CHANNEL, "phone")
                .composed(List.of("Kind", "Product"))
                .open(List.of("open"))
                .dates(DateOrder.DMY)
                .build();
        assertThat(mapping.fields())
                .containsEntry(Field.EXTERNAL_REFERENCE, List.of("Shop", "Number"))
                .containsEntry(Field.RECEIVED_TIME, List.of("Clock"))
                .containsEntry(Field.DESCRIPTION, List.of("What happened", "Kind", "Product"))
                .containsEntry(Field.PRODUCT_LOT, List.of("Batch"))
                .containsEntry(Field.CUSTOMER_EMAIL, List.of("Mail"));
        assertThat(Mapping.parse(mapping.text()).fields()).isEqualTo(mapping.fields());
        assertThat(mapping.dates()).isEqualTo(DateOrder.DMY);
    }

    @ParameterizedTest
    @CsvSource({
        "Date received,Date_received",
        "Date received,date-RECEIVED",
        "Date received,Date received ",
        "Größe,größe",
        "#,#"
    })
    void namesAreComparedByTheirLettersAndDigits(String one, String other) {
        assertThat(Binding.key(one)).isEqualTo(Binding.key(other));
    }

    @Test
    void keysOfFieldsStayAsTheyAre() {
        for (Field field : Field.values()) {
            assertThat(Field.of(field.key())).contains(field);
        }
        assertThat(Field.of("nonsense")).isEmpty();
    }

    @Test
    void aPageCanShowWhichColumnWentWhere() {
        Mapping cfpb = Planner.ready().stream()
                .filter(m -> m.id().equals("cfpb"))
                .findFirst()
                .orElseThrow();
        assertThat(cfpb.fields(List.of("public_id", "date_received", "issue", "company")))
                .containsEntry(Field.EXTERNAL_REFERENCE, List.of("public_id"))
                .containsEntry(Field.RECEIVED_ON, List.of("date_received"))
                .containsEntry(Field.DESCRIPTION, List.of("issue"))
                .doesNotContainKey(Field.OUTCOME);
    }

    private static List<FieldProblem> problems(String text) {
        return catchThrowableOfType(Refusal.class, () -> Mapping.parse(text)).problems();
    }
}
