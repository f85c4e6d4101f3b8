package io.redress.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.redress.complaint.ComplaintFilter;
import io.redress.complaint.Complaints;
import io.redress.core.Actor;
import io.redress.engine.CaseWork;
import io.redress.identity.Actors;
import io.redress.identity.Roles;
import io.redress.platform.RedressClock;
import io.redress.platform.RedressProperties;
import io.redress.testing.RedressTest;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

@RedressTest
class DemoPlayerIT {

    @Autowired
    Complaints complaints;

    @Autowired
    CaseWork work;

    @Autowired
    Actors actors;

    @Autowired
    RedressClock clock;

    @Autowired
    RedressProperties properties;

    @Test
    void casesArePlayedThroughTheRealProcessAtTheTimesOfTheirSteps() {
        Instant before = clock.instant();
        int begun = new DemoPlayer(complaints, work, actors, clock, properties, () -> {}).play(0, 12);

        assertThat(begun).isEqualTo(12);
        assertThat(Duration.between(before, clock.instant()))
                .as("the clock is the system's again")
                .isBetween(Duration.ZERO, Duration.ofMinutes(5));
        actors.as(Actor.person("auditor", Set.of(Roles.AUDITORS)), () -> {
            List<Complaints.Row> played =
                    complaints.search(new ComplaintFilter(null, null, null, null, null), 0, 100).content().stream()
                            .filter(Complaints.Row::demo)
                            .toList();
            assertThat(played).hasSizeGreaterThanOrEqualTo(10);
            assertThat(played).as("over months, not all today").anySatisfy(row -> assertThat(row.registeredAt())
                    .isBefore(before.minus(Duration.ofDays(100))));
            assertThat(played)
                    .filteredOn(row -> row.state().closed())
                    .isNotEmpty()
                    .allSatisfy(row -> assertThat(row.closedAt()).isAfter(row.registeredAt()));
            for (Complaints.Row row : played) {
                assertThat(work.openTasks(row.reference()).isEmpty())
                        .as("%s is closed exactly when nothing is left to do", row.reference())
                        .isEqualTo(row.state().closed());
            }
        });
    }
}
