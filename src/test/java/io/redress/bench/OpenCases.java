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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.postgresql.PGConnection;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * Open cases by the ten thousand, in seconds: every engine row of one real case that stands at its task is copied under
 * new ids, and a timer that is not due yet is added to each, because a complaint system has one per deadline. What comes
 * out is a running instance like any other; the flat part completes some to prove it.
 */
final class OpenCases {

    private static final int CHUNK = 5_000;
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
            Map<String, String> own = own(jdbc, tables);
            connection.setAutoCommit(false);
            for (int from = 0; from < instances.size(); from += CHUNK) {
                int to = Math.min(instances.size(), from + CHUNK);
                load(connection, tables, own.keySet(), instance, template, instances, references, from, to);
                connection.commit();
            }
            connection.setAutoCommit(true);
            connection.createStatement().execute("analyze");
        }
    }

    /** Which of the ids in the rows are the instance's own, and not those of definitions and people. */
    private static Map<String, String> own(JdbcTemplate jdbc, List<Table> tables) {
        Map<String, String> ids = new HashMap<>();
        for (Table table : tables) {
            for (String line : table.lines) {
                Matcher id = ID.matcher(line);
                while (id.find()) {
                    ids.put(id.group(), id.group());
                }
            }
        }
        for (String shared : List.of("act_re_deployment", "act_re_procdef", "act_re_decision_def", "act_ru_jobdef")) {
            jdbc.queryForList("select id_ from " + shared, String.class).forEach(known -> {
                Matcher id = ID.matcher(known);
                while (id.find()) {
                    ids.remove(id.group());
                }
            });
        }
        jdbc.queryForList("select id_ from act_re_decision_req_def", String.class)
                .forEach(known -> {
                    Matcher id = ID.matcher(known);
                    while (id.find()) {
                        ids.remove(id.group());
                    }
                });
        return ids;
    }

    private static void load(
            Connection connection,
            List<Table> tables,
            Iterable<String> own,
            String instance,
            String template,
            List<String> instances,
            List<String> references,
            int from,
            int to)
            throws SQLException {
        Map<String, CopyTable> copies = new LinkedHashMap<>();
        tables.forEach(table -> copies.put(table.name, new CopyTable(table.name, table.columns)));
        CopyTable timers = new CopyTable(
                "act_ru_job",
                "id_, rev_, type_, exclusive_, execution_id_, process_instance_id_, root_proc_inst_id_, process_def_id_,"
                        + " process_def_key_, retries_, duedate_, handler_type_, handler_cfg_, deployment_id_,"
                        + " suspension_state_, priority_, sequence_counter_, create_time_");
        Table executions = tables.get(0);
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
            String due = Timestamp.from(begin.plusSeconds(DUE_WITHIN.toSeconds() * (i * 7919L % 10_007) / 10_007))
                    .toString();
            for (Table table : tables) {
                for (int row = 0; row < table.lines.size(); row++) {
                    copies.get(table.name).raw(table.clone(row, ids, template, references.get(i), due));
                }
            }
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

        String clone(int row, Map<String, String> ids, String template, String reference, String due) {
            String line = lines.get(row);
            StringBuilder copy = new StringBuilder(line.length());
            Matcher id = ID.matcher(line);
            int at = 0;
            while (id.find()) {
                copy.append(line, at, id.start()).append(ids.getOrDefault(id.group(), id.group()));
                at = id.end();
            }
            String text = copy.append(line, at, line.length()).toString().replace(template, reference);
            if (!name.equals("act_ru_task")) {
                return text;
            }
            String[] values = text.split("\t", -1);
            values[List.of(columns.split(", ")).indexOf("due_date_")] = due;
            return String.join("\t", values);
        }
    }
}
