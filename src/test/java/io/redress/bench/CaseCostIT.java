package io.redress.bench;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/**
 * What one complaint may cost the database. Counts do not depend on how busy a machine is, so a change that makes a case
 * dearer fails here; whoever makes it cheaper lowers the table.
 */
class CaseCostIT {

    private static final int WARM_UP = 3;
    private static final int CASES = 5;

    /** A little above what was measured when the table was last touched; the log in kB. */
    private static final StatementCount.Per START = new StatementCount.Per(27, 2, 28, 3, 0, 26);

    private static final StatementCount.Per LIFECYCLE = new StatementCount.Per(450, 16, 245, 62, 51, 370);

    @Test
    void aCaseCostsTheDatabaseNoMoreThanItDid() throws Exception {
        CaseCost cost = CaseCost.of(OurSide.shared(), WARM_UP, CASES);
        holds("start", cost.start(), START);
        holds("lifecycle", cost.lifecycle(), LIFECYCLE);
    }

    private static void holds(String what, StatementCount.Per cost, StatementCount.Per most) {
        assertThat(cost.statements())
                .as("statements per %s: %s", what, cost)
                .isPositive()
                .isLessThanOrEqualTo(most.statements());
        assertThat(cost.transactions())
                .as("transactions per %s: %s", what, cost)
                .isPositive()
                .isLessThanOrEqualTo(most.transactions());
        assertThat(cost.inserted())
                .as("rows inserted per %s: %s", what, cost)
                .isPositive()
                .isLessThanOrEqualTo(most.inserted());
        assertThat(cost.updated())
                .as("rows updated per %s: %s", what, cost)
                .isPositive()
                .isLessThanOrEqualTo(most.updated());
        assertThat(cost.deleted()).as("rows deleted per %s: %s", what, cost).isLessThanOrEqualTo(most.deleted());
        assertThat(cost.walKb())
                .as("kB of log per %s: %s", what, cost)
                .isPositive()
                .isLessThanOrEqualTo(most.walKb());
    }
}
