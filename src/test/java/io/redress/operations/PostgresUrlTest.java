package io.redress.operations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class PostgresUrlTest {

    @Test
    void hostPortDatabaseAndEncryptionReachTheTools() {
        assertThat(url("jdbc:postgresql://db.example.org:5433/quality%20records?sslmode=verify-full&prepareThreshold=0")
                        .environment())
                .containsEntry("PGHOST", "db.example.org")
                .containsEntry("PGPORT", "5433")
                .containsEntry("PGDATABASE", "quality records")
                .containsEntry("PGUSER", "redress")
                .containsEntry("PGPASSWORD", "secret")
                .containsEntry("PGSSLMODE", "verify-full")
                .hasSize(6);
    }

    @Test
    void whatJdbcLeavesOutIsFilledInAsJdbcDoes() {
        assertThat(url("jdbc:postgresql:redress").environment())
                .containsEntry("PGHOST", "localhost")
                .containsEntry("PGPORT", "5432")
                .containsEntry("PGDATABASE", "redress");
        assertThat(url("jdbc:postgresql://[::1],other:6000/redress").environment())
                .containsEntry("PGHOST", "::1,other")
                .containsEntry("PGPORT", "5432,6000");
    }

    @Test
    void anotherDatabaseIsRefused() {
        assertThatThrownBy(() -> url("jdbc:h2:mem:x").environment()).isInstanceOf(CommandRefused.class);
    }

    @Test
    void thePasswordIsNotPrinted() {
        assertThat(url("jdbc:postgresql://db/redress?password=x")).hasToString("jdbc:postgresql://db/redress");
    }

    private static PostgresUrl url(String url) {
        return new PostgresUrl(url, "redress", "secret");
    }
}
