package io.redress.operations;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class BaseBackupTest {

    private static final long SIZE = 16L << 20;

    @Test
    void aPlaceInTheLogIsANumber() {
        assertThat(BaseBackup.lsn("0/3000028")).isEqualTo(0x3000028L);
        assertThat(BaseBackup.lsn("1/A0000028")).isEqualTo(0x1A0000028L);
    }

    @Test
    void segmentsAreNamedAsPostgresNamesThem() {
        assertThat(BaseBackup.segmentName("00000001", BaseBackup.lsn("0/3000028") / SIZE, SIZE))
                .isEqualTo("000000010000000000000003");
        assertThat(BaseBackup.segmentName("00000002", BaseBackup.lsn("1/FF000000") / SIZE, SIZE))
                .isEqualTo("0000000200000001000000FF");
        assertThat(BaseBackup.segmentName("00000001", BaseBackup.lsn("2/0") / SIZE, SIZE))
                .isEqualTo("000000010000000200000000");
    }
}
