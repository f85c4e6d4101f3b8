package io.redress.identity;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.redress.platform.StartRefused;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DemoConditionsTest {

    @Test
    void demoUsersDoNotMeetAnotherDatabase() {
        assertThatThrownBy(() -> DemoConditions.checkSurroundings(true, false, null))
                .isInstanceOf(StartRefused.class)
                .hasMessageContaining("embedded database only");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://complaints.example.invalid",
                "http://192.0.2.7:8080",
                "http://[2001:db8::1]/",
                "nonsense",
                "//"
            })
    void demoUsersAreNotWhereOthersCanReachThem(String publicUrl) {
        assertThatThrownBy(() -> DemoConditions.checkSurroundings(true, true, publicUrl))
                .isInstanceOf(StartRefused.class)
                .hasMessageContaining("REDRESS_PUBLIC_URL");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "http://localhost:8080", "http://127.0.0.1:9999/", "http://[::1]:8080"})
    void theDemoRunsOnThisMachine(String publicUrl) {
        assertThatCode(() -> DemoConditions.checkSurroundings(true, true, publicUrl))
                .doesNotThrowAnyException();
    }

    @Test
    void withoutTheProfileAnySurroundingsWillDo() {
        assertThatCode(() -> DemoConditions.checkSurroundings(false, false, "https://complaints.example.invalid"))
                .doesNotThrowAnyException();
    }

    @Test
    void demoUsersAreFoundWithoutTheProfile() {
        assertThatThrownBy(() -> DemoConditions.checkPeople(false, 1, 5))
                .isInstanceOf(StartRefused.class)
                .hasMessageContaining("demo users");
        assertThatCode(() -> DemoConditions.checkPeople(false, 0, 5)).doesNotThrowAnyException();
    }

    @Test
    void demoUsersAreNotAddedToRealPeople() {
        assertThatThrownBy(() -> DemoConditions.checkPeople(true, 0, 1))
                .isInstanceOf(StartRefused.class)
                .hasMessageContaining("real people");
        assertThatCode(() -> DemoConditions.checkPeople(true, 7, 0)).doesNotThrowAnyException();
    }
}
