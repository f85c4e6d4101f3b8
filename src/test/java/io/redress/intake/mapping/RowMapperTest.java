package io.redress.intake.mapping;

import static io.redress.intake.table.TableFixture.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.redress.complaint.RegisterComplaint.Product;
import io.redress.core.FieldProblem;
import io.redress.core.Refusal;
import io.redress.intake.table.ByteSource;
import io.redress.intake.table.FormatWishes;
import io.redress.intake.table.TableFixture;
import io.redress.intake.table.TableRow;
import io.redress.party.CustomerDetails;
import java.nio.charset.Charset;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RowMapperTest {

    private static final LocalDate TODAY = LocalDate.of(2026, 6, 1);
    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");

    private static final String SHOP = """
            id: shop
            source: shop
            dates: DMY
            language: de
            blanks: {Charge: ["-", "n/a"]}
            fields:
              externalReference: Nr
              receivedOn: {column: Tag, time: Uhr}
              closedOn: Ende
              outcome: {column: Ergebnis, open: [offen]}
              description: {column: Text, composed: [Art, Teil]}
              channel: {column: Weg, values: {Telefon: phone, Mail: email}}
              customer: {name: Name, email: Mail, country: {fixed: DE}}
              products:
                - name: [Teil, Jahr]
                  lot: Charge
                - name: Zubehör
            """;
    private static final String COLUMNS = "Nr;Tag;Uhr;Ende;Ergebnis;Text;Art;Teil;Jahr;Charge;Zubehör;Weg;Name;Mail\n";

    @Test
    void aRowBecomesAComplaint() throws Exception {
        MappedRow row = one(
                "7;21.03.2025;14:05;24.03.2025;ersetzt;Geht nicht;Defekt;Pumpe;2024;-;Schlauch;Telefon;Jo;jo@example.org");
        assertThat(row.complaint().source()).isEqualTo("shop");
        assertThat(row.complaint().externalReference()).isEqualTo("7");
        assertThat(row.complaint().channel()).isEqualTo("phone");
        assertThat(row.complaint().language()).isEqualTo("de");
        assertThat(row.complaint().awarenessDate()).isEqualTo(LocalDate.of(2025, 3, 21));
        assertThat(row.receivedAt()).isEqualTo(Instant.parse("2025-03-21T13:05:00Z"));
        assertThat(row.outcome()).isEqualTo("ersetzt");
        assertThat(row.closedOn()).isEqualTo(LocalDate.of(2025, 3, 24));
        assertThat(row.composed()).isFalse();
        assertThat(row.complaint().description()).isEqualTo("Geht nicht");
        assertThat(row.complaint().customer())
                .isEqualTo(new CustomerDetails("Jo", "jo@example.org", null, null, "DE", null));
        assertThat(row.complaint().products())
                .containsExactly(
                        new Product(null, "Pumpe 2024", null, null, null),
                        new Product(null, "Schlauch", null, null, null));
    }

    @Test
    void whatIsNotClosedHasNoOutcomeAndACountryIsNoCustomer() throws Exception {
        MappedRow row = one("7;21.03.2025;;24.03.2025;Offen;;Defekt;Pumpe;;;;Mail;;");
        assertThat(row.outcome()).isNull();
        assertThat(row.closedOn()).isNull();
        assertThat(row.complaint().customer()).isNull();
        assertThat(row.composed()).isTrue();
        assertThat(row.complaint().description()).isEqualTo("(composed) Art / Teil\nDefekt / Pumpe");
        assertThat(row.receivedAt()).isEqualTo(Instant.parse("2025-03-20T23:00:00Z"));
    }

    @Test
    void everyProblemIsNamedByTheFilesColumn() throws Exception {
        assertThat(problems(";2014-13-45;25:99;x;ersetzt;;;;;;;Brief;;jo"))
                .containsExactlyInAnyOrder(
                        new FieldProblem("Nr", "required: the complaint's id in this table"),
                        new FieldProblem("Tag", "\"2014-13-45\" is no date written day-month-year"),
                        new FieldProblem("Ende", "\"x\" is no date written day-month-year"),
                        new FieldProblem(
                                "Weg", "\"Brief\" is not among the values that the mapping knows: mail, telefon"),
                        new FieldProblem("Text + Art + Teil", "required: what the customer is dissatisfied with"),
                        new FieldProblem("Mail", "one e-mail address such as jo@example.org, at most 254 characters"));
    }

    @ParameterizedTest
    @CsvSource({
        "01.01.2099,'a day that is not in the future; today is 2026-06-01'",
        "01.01.1899,a day after 1900-01-01",
        "'',required: the day it was received"
    })
    void daysOutOfReachAreRefused(String day, String message) throws Exception {
        assertThat(problems("7;" + day + ";;;;a;;Pumpe;;;;Mail;;")).containsExactly(new FieldProblem("Tag", message));
    }

    @Test
    void nothingIsClosedBeforeItCameOrInTheFuture() throws Exception {
        assertThat(problems("7;21.03.2025;;20.03.2025;ja;a;;;;;;Mail;;"))
                .containsExactly(new FieldProblem("Ende", "2025-03-20 is before 2025-03-21, when it was received"));
        assertThat(problems("7;21.03.2025;;20.03.2027;ja;a;;;;;;Mail;;"))
                .containsExactly(new FieldProblem("Ende", "a day that is not in the future; today is 2026-06-01"));
    }

    @Test
    void whatIsTooLongIsRefusedAndNotCut() throws Exception {
        assertThat(problems("7;21.03.2025;;;;" + "x".repeat(100_001) + ";;" + "y".repeat(201) + ";;;;Mail;;"))
                .containsExactlyInAnyOrder(
                        new FieldProblem("Text + Art + Teil", "at most 100000 characters, not 100001"),
                        new FieldProblem("Teil + Jahr", "at most 200 characters, not 201"));
    }

    @Test
    void theSameComplaintHasTheSameContentHoweverItIsWritten() throws Exception {
        String content =
                one("7;21.03.2025;14:05;;;\"Größe\r\nfehlt \";;Pumpe;;;;Mail;;").content();
        ByteSource other = text(
                "Weg,NR,tag,UHR,Ende,Ergebnis,text,Art,Teil,Jahr,Charge,Zubehör,Name,Mail,Extra\n"
                        + "Mail,7,2025-03-21,2:05 PM,,,\"Größe\nfehlt\",,Pumpe,,n/a,,,,x\n",
                Charset.forName("windows-1252"));
        assertThat(mapper(SHOP, other).map(rows(SHOP, other).get(0)).content()).isEqualTo(content);
        assertThat(content)
                .isEqualTo("{\"channel\":\"email\",\"composed\":false,\"description\":\"Größe\\nfehlt\","
                        + "\"externalReference\":\"7\",\"language\":\"de\",\"products\":[{\"name\":\"Pumpe\"}],"
                        + "\"receivedAt\":\"2025-03-21T13:05:00Z\",\"receivedOn\":\"2025-03-21\",\"source\":\"shop\"}");
    }

    @Test
    void theRawRowIsWhatStoodThere() throws Exception {
        MappedRow row = one("7;21.03.2025;;;;=1+1;;  Pumpe ;;;;Mail;;");
        assertThat(row.complaint().description()).isEqualTo("=1+1");
        assertThat(Objects.requireNonNull(row.complaint().raw()))
                .startsWith("{\"Nr\":\"7\",\"Tag\":\"21.03.2025\"")
                .contains("\"Text\":\"=1+1\"", "\"Teil\":\"  Pumpe \"");
        ByteSource file = text(COLUMNS + "7;21.03.2025;;;;=1+1;;  Pumpe ;;;;Mail;;\n");
        assertThat(mapper(SHOP, file).map(Objects.requireNonNull(row.complaint().raw())))
                .isEqualTo(row);
    }

    @Test
    void rowsWithoutAnyIdNeedNoneWhereTheTableHasNone() throws Exception {
        String mapping = "id: a\nsource: a\nfields: {description: Text}\n";
        ByteSource file = text("Text,Other\nbroken,x\n");
        MappedRow row = mapper(mapping, file).map(rows(mapping, file).get(0));
        assertThat(row.complaint().externalReference()).isNull();
        assertThat(row.complaint().awarenessDate()).isEqualTo(TODAY);
        assertThat(row.content()).doesNotContain("2026");
    }

    @Test
    void idsOfSeveralColumnsKeepTheirPlaces() throws Exception {
        String mapping = "id: a\nsource: a\nfields: {description: Text, externalReference: [A, B]}\n";
        ByteSource file = text("Text,A,B\nx,1,\nx,,1\nx,,\n");
        RowMapper mapper = mapper(mapping, file);
        List<TableRow> rows = rows(mapping, file);
        assertThat(mapper.map(rows.get(0)).complaint().externalReference()).isEqualTo("1/");
        assertThat(mapper.map(rows.get(1)).complaint().externalReference()).isEqualTo("/1");
        assertThat(catchThrowableOfType(Refusal.class, () -> mapper.map(rows.get(2)))
                        .problems()
                        .get(0)
                        .field())
                .isEqualTo("A + B");
    }

    @Test
    void ourOwnExportComesInUnchanged() throws Exception {
        String heading =
                "reference,state,channel,source,external_reference,awareness_date,registered_at,closed_at,category,"
                        + "severity,priority,language,customer_name,customer_email,customer_phone,customer_address,customer_country,"
                        + "customer_reference,product_code,product_name,lot,serial,udi,more_products,description,remedy_sought,outcome\n";
        ByteSource file = text(
                heading
                        + "C-2026-000001,closed,phone,crm,X-1,2026-01-02,2026-01-02T09:00:00Z,2026-01-05T23:30:00Z,performance,"
                        + "major,70,en,Jo,jo@example.org,'+49 30 1234,\"Main St\nTown\",DE,K-1,P-1,Pump,L1,S1,,"
                        + "\"[{\"\"code\"\":\"\"P-2\"\",\"\"name\"\":null,\"\"lot\"\":\"\"L2\"\"}]\",'=1+1,''-5,replaced\n"
                        + "C-2026-000002,triage,web,,,2026-01-03,2026-01-03T09:00:00Z,,,,,,,,,,,,,,,,,,'quoted' text,,not yet\n"
                        + "C-2026-000003,duplicate,web,,,2026-01-03,2026-01-03T09:00:00Z,2026-01-03T10:00:00Z,,,,,,,,,,,,,,,,,a,,\n");
        Plan plan = Planner.plan(file, FormatWishes.NONE, null, null);
        assertThat(Objects.requireNonNull(plan.mapping()).id()).isEqualTo("redress");
        RowMapper mapper = new RowMapper(plan, TODAY, BERLIN);
        List<MappedRow> rows =
                TableFixture.rows(file, plan.format()).stream().map(mapper::map).toList();
        MappedRow first = rows.get(0);
        assertThat(first.complaint().source()).isEqualTo("redress");
        assertThat(first.complaint().externalReference()).isEqualTo("C-2026-000001");
        assertThat(first.complaint().description()).isEqualTo("=1+1");
        assertThat(first.complaint().remedySought()).isEqualTo("'-5");
        assertThat(first.complaint().customer())
                .isEqualTo(new CustomerDetails("Jo", "jo@example.org", "+49 30 1234", "Main St\nTown", "DE", "K-1"));
        assertThat(first.complaint().products())
                .containsExactly(
                        new Product("P-1", "Pump", "L1", "S1", null), new Product("P-2", null, "L2", null, null));
        assertThat(first.outcome()).isEqualTo("replaced");
        assertThat(first.closedOn()).isEqualTo(LocalDate.of(2026, 1, 6));
        assertThat(rows.get(1).outcome()).isNull();
        assertThat(rows.get(1).complaint().description()).isEqualTo("'quoted' text");
        assertThat(rows.get(2).outcome()).isEqualTo("duplicate");
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            value = {"'=1,=1", "''=1,'=1", "'a,'a", "'',''", "=1,=1", "`'\t`,`\t`", "'@,@"})
    void oneApostropheIsTakenFromWhatTheExportNeutralised(String cell, String value) {
        assertThat(Neutralised.undone(cell)).isEqualTo(value);
    }

    @Test
    void rowsOfACodeListAreRefusedWithTheReason() throws Exception {
        ByteSource file = text("key_name,code,code_desc\na,000,OTHER\n");
        Plan plan = Planner.plan(file, FormatWishes.NONE, null, null);
        assertThat(plan.ready()).isTrue();
        RowMapper mapper = new RowMapper(plan, TODAY, BERLIN);
        TableRow row = TableFixture.rows(file, plan.format()).get(0);
        assertThat(catchThrowableOfType(Refusal.class, () -> mapper.map(row)).problems())
                .containsExactly(new FieldProblem("row", "a row of a code list, not a complaint"));
    }

    @Test
    void shortRowsComeInOnlyWhereTheMappingAllowsThem() throws Exception {
        String mapping = "id: a\nsource: a\nfields: {description: Text, remedySought: Wish}\n";
        ByteSource file = text("No,Text,Wish\n1,broken\n2,torn,new\n");
        TableRow row = rows(mapping, file).get(0);
        assertThat(catchThrowableOfType(
                                Refusal.class, () -> mapper(mapping, file).map(row))
                        .problems()
                        .get(0)
                        .message())
                .startsWith("2 cells where the heading names 3");
        RowMapper lenient = mapper(mapping + "shortRows: true\n", file);
        MappedRow mapped = lenient.map(row);
        assertThat(mapped.complaint().remedySought()).isNull();
        assertThat(lenient.map(Objects.requireNonNull(mapped.complaint().raw())))
                .isEqualTo(mapped);
    }

    private static MappedRow one(String line) throws Exception {
        ByteSource file = text(COLUMNS + line + "\n");
        return mapper(SHOP, file).map(rows(SHOP, file).get(0));
    }

    private static List<FieldProblem> problems(String line) throws Exception {
        ByteSource file = text(COLUMNS + line + "\n");
        RowMapper mapper = mapper(SHOP, file);
        TableRow row = rows(SHOP, file).get(0);
        return catchThrowableOfType(Refusal.class, () -> mapper.map(row)).problems();
    }

    private static RowMapper mapper(String mapping, ByteSource file) throws Exception {
        return new RowMapper(
                Planner.plan(file, new FormatWishes(null, null, true), Mapping.parse(mapping), null), TODAY, BERLIN);
    }

    private static List<TableRow> rows(String mapping, ByteSource file) throws Exception {
        return TableFixture.rows(
                file,
                Planner.plan(file, new FormatWishes(null, null, true), Mapping.parse(mapping), null)
                        .format());
    }
}
