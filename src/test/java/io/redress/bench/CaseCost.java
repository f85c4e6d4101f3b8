package io.redress.bench;

/** What one case costs the database, on either side: counted, not timed, so that a busy machine does not matter. */
record CaseCost(StatementCount.Per start, StatementCount.Per lifecycle) {

    /**
     * The job executor must stand still: its asking for work is nobody's case. No checkpoint may come in between, because
     * the first change of a page after one logs the whole page.
     *
     * @param warmUp cases before those that are counted
     */
    static CaseCost of(Side side, int warmUp, int cases) throws InterruptedException {
        OneByOne one = new OneByOne(side);
        for (int i = 0; i < warmUp; i++) {
            one.lifecycle();
        }
        StatementCount.Mark mark = StatementCount.mark(side);
        for (int i = 0; i < cases; i++) {
            one.lifecycle();
        }
        StatementCount.Per lifecycle = StatementCount.since(mark, side).per(cases);
        mark = StatementCount.mark(side);
        for (int i = 0; i < cases; i++) {
            side.start();
        }
        return new CaseCost(StatementCount.since(mark, side).per(cases), lifecycle);
    }
}
