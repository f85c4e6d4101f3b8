package io.redress.bench;

/** What one case costs the database, on either side: counted, not timed, so that a busy machine does not matter. */
record CaseCost(StatementCount.Per start, StatementCount.Per lifecycle) {

    private static final int WARM_UP = 25;

    /** The job executor must stand still: its asking for work is nobody's case. */
    static CaseCost of(Side side, int cases) {
        OneByOne one = new OneByOne(side);
        // A checkpoint first, so that none comes in between; then whole pages are logged once and no more.
        side.database().jdbc().execute("checkpoint");
        for (int i = 0; i < WARM_UP; i++) {
            one.lifecycle();
        }
        StatementCount.reset(side.database());
        for (int i = 0; i < cases; i++) {
            one.lifecycle();
        }
        StatementCount.Per lifecycle =
                StatementCount.sinceReset(side.database()).per(cases);
        StatementCount.reset(side.database());
        for (int i = 0; i < cases; i++) {
            side.start();
        }
        return new CaseCost(StatementCount.sinceReset(side.database()).per(cases), lifecycle);
    }
}
