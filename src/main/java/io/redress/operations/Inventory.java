package io.redress.operations;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.GZIPOutputStream;

/**
 * What a database holds at one moment: how many rows of each kind, and where each chain of the ledger stands. Asked by
 * plain SQL, because it must work on a copy that no application has opened yet.
 */
final class Inventory {

    /** Names of the kinds of rows, by how they are counted. */
    private static final Map<String, String> COUNTS = new LinkedHashMap<>();

    /** Of these a later moment never has fewer. */
    private static final java.util.Set<String> NEVER_FEWER = java.util.Set.of(
            "complaints",
            "reports",
            "ledger entries",
            "ledger chains",
            "customers",
            "person keys",
            "person data",
            "outbox rows",
            "process instances ever");

    static final String HEADS = "ledger-heads.tsv.gz";

    private static final int FETCH_SIZE = 5_000;

    static {
        COUNTS.put("complaints", "complaint");
        COUNTS.put("reports", "report");
        COUNTS.put("ledger entries", "ledger_entry");
        COUNTS.put("ledger chains", "ledger_head");
        COUNTS.put("customers", "customer");
        COUNTS.put("person keys", "person_key");
        COUNTS.put("person data", "person_data");
        COUNTS.put("outbox rows", "outbox");
        COUNTS.put("process instances ever", "act_hi_procinst");
        COUNTS.put("process instances running", "act_ru_execution where parent_id_ is null");
        COUNTS.put("open tasks", "act_ru_task");
        COUNTS.put("jobs", "act_ru_job");
    }

    private Inventory() {}

    static boolean neverFewer(String kind) {
        return NEVER_FEWER.contains(kind);
    }

    /** In the caller's transaction; kinds whose table is not there are left out. */
    static Map<String, Long> counts(Connection database) throws SQLException {
        Map<String, Long> counts = new LinkedHashMap<>();
        try (Statement statement = database.createStatement()) {
            for (Map.Entry<String, String> kind : COUNTS.entrySet()) {
                String table = kind.getValue().split(" ", 2)[0];
                if (Sql.text(statement, "select to_regclass('" + table + "')::text") != null) {
                    counts.put(
                            kind.getKey(),
                            Long.valueOf(Sql.required(statement, "select count(*) from " + kind.getValue())));
                }
            }
        }
        return counts;
    }

    /**
     * Writes chain, sequence and hash of every head, a line each, compressed; in the caller's transaction.
     *
     * @return their number, and the digest of the lines
     */
    static Manifest.Heads heads(Connection database, OutputStream out) throws SQLException, IOException {
        MessageDigest digest = DiskFiles.sha256();
        long count = 0;
        GZIPOutputStream compressed = new GZIPOutputStream(out, 1 << 16);
        BufferedWriter lines = new BufferedWriter(new OutputStreamWriter(
                new java.security.DigestOutputStream(compressed, digest), StandardCharsets.UTF_8));
        try (Statement statement = database.createStatement()) {
            statement.setFetchSize(FETCH_SIZE);
            try (ResultSet heads =
                    statement.executeQuery("select chain, seq, hash from ledger_head order by chain collate \"C\"")) {
                while (heads.next()) {
                    lines.write(heads.getString(1) + '\t' + heads.getLong(2) + '\t' + heads.getString(3) + '\n');
                    count++;
                }
            }
        }
        lines.flush();
        compressed.finish();
        return new Manifest.Heads(count, HexFormat.of().formatHex(digest.digest()));
    }
}
