package io.redress.party;

import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;

/** Whether a database's person data opens with the master key at hand: asked of a restored copy. Changes nothing. */
public final class PersonDataCheck {

    /** From both ends of each kind: what was written first and what was written last. */
    private static final int SAMPLE = 50;

    private static final String PIECES = "select d.id, d.subject, d.kind, d.sealed, k.wrapped_key from person_data d"
            + " join person_key k on k.subject = d.subject where d.kind = ? and k.wrapped_key is not null"
            + " order by d.id %s limit " + SAMPLE;

    private PersonDataCheck() {}

    /**
     * What was found.
     *
     * @param madeWith fingerprint of the key the database was made with; null when it holds nothing under any key
     * @param fingerprint of the key at hand
     * @param opened pieces that opened, by kind
     * @param closed ids of those that did not
     */
    public record Result(
            @Nullable String madeWith, String fingerprint, Map<String, Integer> opened, List<UUID> closed) {

        public boolean fits() {
            return madeWith == null || madeWith.equals(fingerprint);
        }
    }

    /**
     * @param setting the value of {@code REDRESS_MASTER_KEY}; when blank, the key lies in the data folder
     * @throws io.redress.platform.StartRefused when there is no key, or none that can be read
     */
    public static Result check(JdbcTemplate database, Path data, String setting) {
        String madeWith = madeWith(database);
        if (madeWith == null) {
            return new Result(null, "", Map.of(), List.of());
        }
        MasterKey key = new MasterKey(MasterKey.obtain(data, setting.strip(), madeWith));
        if (!key.fingerprint().equals(madeWith)) {
            return new Result(madeWith, key.fingerprint(), Map.of(), List.of());
        }
        Map<String, Integer> opened = new TreeMap<>();
        Set<UUID> closed = new TreeSet<>();
        for (String kind : database.queryForList("select distinct kind from person_data", String.class)) {
            Set<UUID> whole = new HashSet<>();
            for (String order : List.of("asc", "desc")) {
                database.query(
                        String.format(PIECES, order),
                        row -> {
                            UUID id = row.getObject(1, UUID.class);
                            UUID subject = row.getObject(2, UUID.class);
                            try {
                                key.unwrap(subject, row.getBytes(5))
                                        .open(id, subject, row.getString(3), row.getBytes(4));
                                whole.add(id);
                            } catch (Cryptography.Tampered e) {
                                closed.add(id);
                            }
                        },
                        kind);
            }
            opened.put(kind, whole.size());
        }
        return new Result(madeWith, key.fingerprint(), opened, List.copyOf(closed));
    }

    /** The fingerprint of the key that this database was made with; null when it holds nothing under any key. */
    public static @Nullable String madeWith(JdbcTemplate database) {
        return database.query("select fingerprint from master_key", (row, n) -> row.getString(1)).stream()
                .findFirst()
                .orElse(null);
    }
}
