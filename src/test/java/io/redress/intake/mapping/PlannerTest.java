package io.redress.intake.mapping;

import static io.redress.intake.table.TableFixture.text;
import static org.assertj.core.api.Assertions.assertThat;

import io.redress.intake.table.FormatWishes;
import java.nio.charset.Charset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PlannerTest {

    private static final Mapping SHOP =
            Mapping.parse("id: shop\nsource: shop\nfields: {description: Text, receivedOn: Day}\n");

    @Test
    void anUnknownLayoutIsToldWhatIsRecognisedWhatIsMissingAndHowToSayIt() throws Exception {
        Plan plan = plan("Nr;Tag;Was\n1;02.01.2024;kaputt\n", null, null);
        assertThat(plan.ready()).isFalse();
        assertThat(plan.mapping()).isNull();
        assertThat(plan.missing())
                .singleElement()
                .asString()
                .startsWith("Recognised: delimited text, UTF-8, semicolon, heading with 3 columns: Nr, Tag, Was.")
                .contains("Missing: a mapping", "Say it in a mapping");
    }

    @Test
    void aReadyMappingThatNearlyFitsIsNamed() throws Exception {
        Plan plan = plan("Date received,Product,Issue,Firm,Submitted via\n2024-01-02,a,b,c,Web\n", null, null);
        assertThat(plan.missing()).singleElement().asString().contains("cfpb would fit if the file also had Company.");
    }

    @Test
    void columnsThatTheMappingNeedsAreNamed() throws Exception {
        Plan plan = plan("Text,Date\na,2024-01-02\n", SHOP, null);
        assertThat(plan.ready()).isFalse();
        assertThat(plan.missing()).singleElement().asString().contains("takes values from Day", "aliases");
    }

    @ParameterizedTest
    @CsvSource({
        "2024-01-02,YMD",
        "20240102,YMD",
        "02.13.2024,MDY",
        "13/02/24,DMY",
        "13-Feb-2024,DMY",
        "1. Mär 2024,DMY",
        "'Feb 13, 2024',MDY",
        "2/13/2024 1:20 PM,MDY"
    })
    void theOrderOfDatesIsFound(String date, DateOrder order) throws Exception {
        Plan plan = plan("Text,Day\na,\"" + date + "\"\nb,\n", SHOP, null);
        assertThat(plan.dateOrder()).isEqualTo(order);
        assertThat(plan.ready()).isTrue();
    }

    @Test
    void oneDateThatTellsIsEnough() throws Exception {
        StringBuilder text = new StringBuilder("Text,Day\n");
        for (int i = 1; i <= 12; i++) {
            text.append("a,").append(i).append("/").append(i).append("/2024\n");
        }
        assertThat(plan(text.toString(), SHOP, null).dateOrder()).isNull();
        assertThat(plan(text + "a,31/12/2024\n", SHOP, null).dateOrder()).isEqualTo(DateOrder.DMY);
    }

    @Test
    void datesThatCanBeReadInTwoOrdersAreAskedAbout() throws Exception {
        String file = "Text,Day\na,01/02/2024\nb,03/04/2024\n";
        Plan plan = plan(file, SHOP, null);
        assertThat(plan.dateOrder()).isNull();
        assertThat(plan.missing())
                .singleElement()
                .asString()
                .contains("The dates in Day (such as 01/02/2024)", "day-month-year or month-day-year");
        assertThat(plan(file, SHOP, DateOrder.MDY).ready()).isTrue();
        Plan preferred = plan(file, Mapping.parse(SHOP.text() + "dates: DMY\n"), null);
        assertThat(preferred.dateOrder()).isEqualTo(DateOrder.DMY);
        assertThat(preferred.doubts()).singleElement().asString().contains("as the mapping prefers");
    }

    @Test
    void datesThatDifferFromTheOthersAreDoubted() throws Exception {
        Plan plan = plan("Text,Day\na,2024-01-02\nb,2024-01-03\nc,01-24-2024\n", SHOP, null);
        assertThat(plan.dateOrder()).isEqualTo(DateOrder.YMD);
        assertThat(plan.doubts()).singleElement().asString().startsWith("1 of 3 dates in Day");
    }

    @Test
    void aColumnWithoutDatesIsMissingThem() throws Exception {
        assertThat(plan("Text,Day\na,soon\nb,later\n", SHOP, null).missing())
                .singleElement()
                .asString()
                .contains("\"soon\"");
    }

    @Test
    void aHeadingAloneIsReadyAndDoubted() throws Exception {
        Plan plan = plan("Text,Day\n", SHOP, null);
        assertThat(plan.ready()).isTrue();
        assertThat(plan.doubts()).containsExactly("The file has a heading and no rows.");
    }

    @Test
    void aGuessedEncodingIsDoubted() throws Exception {
        String file = "Text,Day\nDas Gerät läuft nicht mehr so schön wie früher,2024-01-02\n";
        Plan plan = Planner.plan(text(file, Charset.forName("windows-1252")), FormatWishes.NONE, SHOP, null);
        assertThat(plan.doubts()).singleElement().asString().contains("no UTF-8", "umlauts");
        Plan said = Planner.plan(
                text(file, Charset.forName("windows-1252")), new FormatWishes("windows-1252", null, null), SHOP, null);
        assertThat(said.doubts()).isEmpty();
    }

    @Test
    void damagedRowsAreToldBeforehand() throws Exception {
        Plan plan = plan("Text,Day\na,2024-01-02,x\nb,2024-01-03\n", SHOP, null);
        assertThat(plan.doubts()).singleElement().asString().startsWith("1 of the first 2 rows will be refused");
    }

    private static Plan plan(String file, Mapping mapping, DateOrder order) throws Exception {
        return Planner.plan(text(file), FormatWishes.NONE, mapping, order);
    }
}
