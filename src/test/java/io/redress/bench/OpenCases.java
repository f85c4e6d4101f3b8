package io.redress.bench;

import com.github.f4b6a3.uuid.UuidCreator;
import java.io.IOException;
import java.io.StringWriter;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.postgresql.PGConnection;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * Open cases by the ten thousand, in seconds: every engine row of one real case that stands at its task is copied under
 * new ids, and a timer that is not due yet is added to each, because a complaint system has one per deadline. What comes
 * out is a running instance like any other; the flat part completes some to prove it.
 */
final class OpenCases {

    private static final int CHUNK = 1_000;
    private static final String REFERENCE = "<reference>";
    private static final String DUE = "<due>";
    private static final Duration DUE_WITHIN = Duration.ofDays(20);
    private static final Duration TIMER_AFTER = Duration.ofDays(30);
    private static final Pattern ID = Pattern.compile("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}");

    /** Each table with what tells the rows of an instance, in the order of the foreign keys. */
    private static final Map<String, String> ROWS = new LinkedHashMap<>();

    static {
        ROWS.put("act_ru_execution", "proc_inst_id_ = '%s'");
        ROWS.put("act_ru_task", "proc_inst_id_ = '%s'");
        ROWS.put("act_ru_identitylink", "task_id_ in (select id_ from act_ru_task where proc_inst_id_ = '%s')");
        ROWS.put("act_ru_variable", "proc_inst_id_ = '%s'");
        ROWS.put("act_ru_authorization", "resource_id_ in (select id_ from act_ru_task where proc_inst_id_ = '%s')");
        ROWS.put("act_hi_procinst", "proc_inst_id_ = '%s'");
        ROWS.put("act_hi_actinst", "proc_inst_id_ = '%s'");
        ROWS.put("act_hi_taskinst", "proc_inst_id_ = '%s'");
        ROWS.put("act_hi_varinst", "proc_inst_id_ = '%s'");
        ROWS.put("act_hi_detail", "proc_inst_id_ = '%s'");
        ROWS.put("act_hi_identitylink", "root_proc_inst_id_ = '%s'");
        ROWS.put("act_hi_job_log", "process_instance_id_ = '%s'");
        ROWS.put("act_hi_op_log", "proc_inst_id_ = '%s'");
        ROWS.put("act_hi_decinst", "proc_inst_id_ = '%s'");
        ROWS.put("act_hi_dec_in", "root_proc_inst_id_ = '%s'");
        ROWS.put("act_hi_dec_out", "root_proc_inst_id_ = '%s'");
    }

    private final Side side;

    OpenCases(Side side) {
        this.side = side;
    }

    /**
     * @param instances new id of each instance
     * @param references its business key
     */
    void add(List<String> instances, List<String> references) throws SQLException {
        String template = new OneByOne(side).standing();
        JdbcTemplate jdbc = side.database().jdbc();
        String instance = jdbc.queryForObject(
                "select proc_inst_id_ from act_ru_execution where business_key_ = ?", String.class, template);
        List<Table> tables = new ArrayList<>();
        try (Connection connection = side.database().owner()) {
            for (Map.Entry<String, String> rows : ROWS.entrySet()) {
                tables.add(Table.read(connection, rows.getKey(), rows.getValue().formatted(instance)));
            }
            Set<String> own = own(jdbc, tables);
            Map<Table, List<List<String>>> patterns = new LinkedHashMap<>();
            tables.forEach(table -> patterns.put(table, table.patterns(own, template)));
            connection.setAutoCommit(false);
            for (int from = 0; from < instances.size(); from += CHUNK) {
                int to = Math.min(instances.size(), from + CHUNK);
                load(connection, patterns, own, instance, instances, references, from, to);
                connection.commit();
            }
            connection.setAutoCommit(true);
            connection.createStatement().execute("analyze");
        }
    }

    /** Which of the ids in the rows are the instance's own, and not those of definitions. */
    private static Set<String> own(JdbcTemplate jdbc, List<Table> tables) {
        Set<String> ids = new HashSet<>();
        tables.forEach(table -> table.lines.forEach(line -> ids.addAll(idsIn(line))));
        for (String shared : List.of(
                "act_re_deployment",
                "act_re_procdef",
                "act_re_decision_def",
                "act_re_decision_req_def",
                "act_ru_jobdef")) {
            jdbc.queryForList("select id_ from " + shared, String.class).forEach(known -> ids.removeAll(idsIn(known)));
        }
        return ids;
    }

    private static Set<String> idsIn(String text) {
        return ID.matcher(text).results().map(MatchResult::group).collect(Collectors.toSet());
    }

    private static void load(
            Connection connection,
            Map<Table, List<List<String>>> patterns,
            Set<String> own,
            String instance,
            List<String> instances,
            List<String> references,
            int from,
            int to)
            throws SQLException {
        Map<String, CopyTable> copies = new LinkedHashMap<>();
        patterns.keySet().forEach(table -> copies.put(table.name, new CopyTable(table.name, table.columns)));
        CopyTable timers = new CopyTable(
                "act_ru_job",
                "id_, rev_, type_, exclusive_, execution_id_, process_instance_id_, root_proc_inst_id_, process_def_id_,"
                        + " process_def_key_, retries_, duedate_, handler_type_, handler_cfg_, deployment_id_,"
                        + " suspension_state_, priority_, sequence_counter_, create_time_");
        Table executions = patterns.keySet().iterator().next();
        String definition = executions.value(0, "proc_def_id_");
        Instant begin = Instant.now();
        String deployment;
        try (var statement = connection.createStatement();
                var found = statement.executeQuery(
                        "select deployment_id_, key_ from act_re_procdef where id_ = '" + definition + "'")) {
            found.next();
            deployment = found.getString(1);
        }
        for (int i = from; i < to; i++) {
            Map<String, String> ids = new HashMap<>();
            own.forEach(id -> ids.put(id, UuidCreator.getTimeOrderedEpochPlus1().toString()));
            ids.put(instance, instances.get(i));
            ids.put(REFERENCE, references.get(i));
            ids.put(
                    DUE,
                    Timestamp.from(begin.plusSeconds(DUE_WITHIN.toSeconds() * (i * 7919L % 10_007) / 10_007))
                            .toString());
            patterns.forEach((table, rows) -> rows.forEach(row -> {
                StringBuilder line = new StringBuilder();
                row.forEach(part -> line.append(ids.getOrDefault(part, part)));
                copies.get(table.name).raw(line);
            }));
            Instant timer = begin.plus(TIMER_AFTER).plusSeconds(i);
            timers.row(
                    UuidCreator.getTimeOrderedEpochPlus1(),
                    1,
                    "timer",
                    true,
                    instances.get(i),
                    instances.get(i),
                    instances.get(i),
                    definition,
                    "complaint-handling",
                    5,
                    timer,
                    "timer-intermediate-transition",
                    "Timer_NotDue",
                    deployment,
                    1,
                    50,
                    1,
                    begin);
        }
        for (CopyTable copy : copies.values()) {
            copy.load(connection);
        }
        timers.load(connection);
    }

    /** The rows of the template in one table, in COPY's text format. */
    private record Table(String name, String columns, List<String> lines) {

        static Table read(Connection connection, String name, String where) throws SQLException {
            StringWriter rows = new StringWriter();
            List<String> columns = new ArrayList<>();
            try (var found = connection.getMetaData().getColumns(null, "public", name, null)) {
                while (found.next()) {
                    columns.add(found.getString("COLUMN_NAME"));
                }
            }
            try {
                connection
                        .unwrap(PGConnection.class)
                        .getCopyAPI()
                        .copyOut(
                                "copy (select " + String.join(", ", columns) + " from " + name + " where " + where
                                        + ") to stdout",
                                rows);
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
            return new Table(
                    name, String.join(", ", columns), rows.toString().lines().toList());
        }

        String value(int row, String column) {
            return lines.get(row).split("\t", -1)[List.of(columns.split(", ")).indexOf(column)];
        }

        /** Each row cut at what is another in each copy: the instance's own ids, its business key, when it is due. */
        List<List<String>> patterns(Set<String> own, String template) {
            Pattern cut = Pattern.compile(own.stream().map(Pattern::quote).collect(Collectors.joining("|")) + "|"
                    + Pattern.quote(template) + "|" + DUE);
            int due = List.of(columns.split(", ")).indexOf("due_date_");
            List<List<String>> patterns = new ArrayList<>();
            for (String line : lines) {
                String[] values = line.split("\t", -1);
                if (name.equals("act_ru_task")) {
                    values[due] = DUE;
                }
                String whole = String.join("\t", values);
                List<String> parts = new ArrayList<>();
                Matcher found = cut.matcher(whole);
                int at = 0;
                while (found.find()) {
                    parts.add(whole.substring(at, found.start()));
                    parts.add(found.group().equals(template) ? REFERENCE : found.group());
                    at = found.end();
                }
                parts.add(whole.substring(at));
                patterns.add(parts);
            }
            return patterns;
        }
    }
}
