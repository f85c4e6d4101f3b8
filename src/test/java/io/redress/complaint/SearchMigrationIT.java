package io.redress.complaint;

import static org.assertj.core.api.Assertions.assertThat;

import io.redress.testing.TestPostgres;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.core.io.ClassPathResource;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/** What was registered before the search index changed is found behind it. */
class SearchMigrationIT {

    private static final List<String> FIELDS =
            List.of("C-2026-000123", "Zürich Straße 7 XL", "50%_a\\b/c.d@e+f#g:h", "東京ポンプ", "насос", "SN0047110");

    @Test
    void rowsOfBeforeAreSpelledAndHashedAsNewOnesAre() throws IOException {
        DriverManagerDataSource source =
                new DriverManagerDataSource(TestPostgres.newDatabase(), "postgres", "postgres");
        JdbcTemplate jdbc = new JdbcTemplate(source);
        migrate(jdbc, "V10__party", "V40__report", "V50__complaint");
        UUID id = UUID.randomUUID();
        jdbc.update(
                "insert into complaint (id, version, reference, state, channel, language, awareness_date,"
                        + " registered_at, registered_by, subject, description_id) values (?, 0, 'C-2026-000123',"
                        + " 'registered', 'phone', 'en', date '2026-01-31', timestamptz '2026-02-01 10:00:00Z', 'agent', ?, ?)",
                id,
                id,
                id);
        jdbc.update(
                "insert into complaint_product (complaint_id, position, code) values (?, 0, 'P-1'), (?, 1, null)",
                id,
                id);
        String before = String.join("\n", FIELDS).toLowerCase(java.util.Locale.ROOT);
        jdbc.update(
                "insert into complaint_search values (?, ?, '{ffffffffffffffff,0000000000000001,8000000000000002}')",
                id,
                before);

        migrate(jdbc, "V80__search_at_size");

        String terms = jdbc.queryForObject("select terms from complaint_search", String.class);
        assertThat(terms).isEqualTo(SearchTerms.folded(String.join("\n", FIELDS)));
        assertThat(jdbc.queryForList("select unnest(tokens) from complaint_search", Long.class))
                .containsExactlyInAnyOrder(
                        Long.MAX_VALUE,
                        1L,
                        2L,
                        SearchTerms.product("P-1"),
                        SearchTerms.shortWord("c"),
                        SearchTerms.shortWord("7"),
                        SearchTerms.shortWord("xl"),
                        SearchTerms.shortWord("50"),
                        SearchTerms.shortWord("a"),
                        SearchTerms.shortWord("b"),
                        SearchTerms.shortWord("d"),
                        SearchTerms.shortWord("e"),
                        SearchTerms.shortWord("f"),
                        SearchTerms.shortWord("g"),
                        SearchTerms.shortWord("h"));
        assertThat(jdbc.queryForObject("select count(*) from complaint_search_open", Integer.class))
                .isEqualTo(1);
        assertThat(jdbc.queryForObject("select min(awareness_date)::text from complaint_product", String.class))
                .isEqualTo("2026-01-31");
    }

    @Test
    void theCopiesFollowTheRegisterByThemselves() throws IOException {
        DriverManagerDataSource source =
                new DriverManagerDataSource(TestPostgres.newDatabase(), "postgres", "postgres");
        JdbcTemplate jdbc = new JdbcTemplate(source);
        migrate(jdbc, "V10__party", "V40__report", "V50__complaint", "V80__search_at_size");
        UUID id = UUID.randomUUID();
        jdbc.update(
                "insert into complaint (id, version, reference, state, channel, language, awareness_date,"
                        + " registered_at, registered_by, subject, description_id) values (?, 0, 'C-2026-000123',"
                        + " 'registered', 'phone', 'en', date '2026-01-31', timestamptz '2026-02-01 10:00:00Z', 'agent', ?, ?)",
                id,
                id,
                id);
        jdbc.update("insert into complaint_product (complaint_id, position, code) values (?, 0, 'P-1')", id);
        jdbc.update("insert into complaint_search (complaint_id, registered_at, terms, tokens)"
                + " select id, registered_at, 'abc', '{5}' from complaint");
        assertThat(open(jdbc)).containsExactly("abc {5}");
        jdbc.update("update complaint_search set tokens = '{-5}'");
        assertThat(open(jdbc)).containsExactly("abc {-5}");
        jdbc.update("update complaint set state = 'investigating'");
        assertThat(open(jdbc)).containsExactly("abc {-5}");
        jdbc.update("update complaint set state = 'closed', closed_at = registered_at");
        assertThat(open(jdbc)).isEmpty();
        jdbc.update("update complaint set state = 'answering', closed_at = null");
        assertThat(open(jdbc)).containsExactly("abc {-5}");

        jdbc.update("update complaint set awareness_date = date '2026-01-30'");
        assertThat(jdbc.queryForObject("select awareness_date::text from complaint_product", String.class))
                .isEqualTo("2026-01-30");
    }

    private static void migrate(JdbcTemplate jdbc, String... names) throws IOException {
        for (String name : names) {
            jdbc.execute(
                    new ClassPathResource("db/migration/" + name + ".sql").getContentAsString(StandardCharsets.UTF_8));
        }
    }

    private static List<String> open(JdbcTemplate jdbc) {
        return jdbc.queryForList("select terms || ' ' || tokens::text from complaint_search_open", String.class);
    }
}
