package io.redress.operations;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.support.StaticListableBeanFactory;
import org.springframework.jdbc.core.JdbcTemplate;

class WalArchiveWatchTest {

    private final WalArchiveWatch watch = new WalArchiveWatch(
            new StaticListableBeanFactory().getBeanProvider(io.redress.platform.WalArchive.class),
            "",
            new JdbcTemplate());

    @Test
    void aFailedCopyIsTroubleAtOnce() {
        assertThat(watch.trouble(segment(3), segment(2), segment(4))).contains(segment(3));
    }

    @Test
    void oneSegmentBeingWrittenIsNoTroubleHoweverLongItTakes() {
        assertThat(watch.trouble(null, segment(2), segment(3))).isNull();
        assertThat(watch.trouble(null, segment(2), segment(3))).isNull();
    }

    @Test
    void aWholeSegmentThatNobodyCopiesIsTroubleAtTheSecondLook() {
        assertThat(watch.trouble(null, segment(2), segment(4))).isNull();
        assertThat(watch.trouble(null, segment(2), segment(5))).contains(segment(2));
        assertThat(watch.trouble(null, segment(4), segment(5))).isNull();
    }

    @Test
    void beforeTheFirstCopyOnlyWhatWasCompletedSinceCounts() {
        assertThat(watch.trouble(null, null, segment(0xFF))).isNull();
        assertThat(watch.trouble(null, null, segment(0xFF))).isNull();
        assertThat(watch.trouble(null, null, "000000010000000100000000")).isNull();
        assertThat(watch.trouble(null, null, "000000010000000100000000")).contains("the start");
    }

    private static String segment(int number) {
        return String.format("0000000100000000%08X", number);
    }
}
