package io.redress.operations;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A database as JDBC names it, and as PostgreSQL's own tools want to be told.
 *
 * @param password handed on through the environment only, never on a command line
 */
record PostgresUrl(String url, String user, String password) {

    private static final Pattern FORM =
            Pattern.compile("jdbc:postgresql:(?://(?<hosts>[^/?]*)/)?(?<database>[^?]*)(?:\\?(?<parameters>.*))?");
    private static final Pattern HOST = Pattern.compile("(?<host>\\[[^]]+]|[^:]*)(?::(?<port>\\d+))?");
    private static final Map<String, String> PARAMETERS = Map.of(
            "sslmode", "PGSSLMODE",
            "sslrootcert", "PGSSLROOTCERT",
            "sslcert", "PGSSLCERT",
            "sslkey", "PGSSLKEY",
            "ApplicationName", "PGAPPNAME",
            "options", "PGOPTIONS");

    Connection connect() throws SQLException {
        return DriverManager.getConnection(url, user, password);
    }

    /** @throws CommandRefused when it is not PostgreSQL's */
    Map<String, String> environment() {
        Matcher form = FORM.matcher(url);
        if (!form.matches()) {
            throw new CommandRefused("SPRING_DATASOURCE_URL is not an address of PostgreSQL: " + url
                    + ". Expected: jdbc:postgresql://host:port/database");
        }
        Map<String, String> environment = new LinkedHashMap<>();
        StringBuilder hosts = new StringBuilder();
        StringBuilder ports = new StringBuilder();
        String list = form.group("hosts") == null ? "" : form.group("hosts");
        for (String one : list.split(",")) {
            Matcher host = HOST.matcher(one);
            if (!host.matches()) {
                throw new CommandRefused("SPRING_DATASOURCE_URL names no host that can be read: " + one + ".");
            }
            String separator = hosts.length() == 0 ? "" : ",";
            String name = host.group("host").replace("[", "").replace("]", "");
            hosts.append(separator).append(name.isEmpty() ? "localhost" : name);
            ports.append(separator).append(host.group("port") == null ? "5432" : host.group("port"));
        }
        environment.put("PGHOST", hosts.toString());
        environment.put("PGPORT", ports.toString());
        String database = decoded(form.group("database"));
        environment.put("PGDATABASE", database.isEmpty() ? user : database);
        environment.put("PGUSER", user);
        environment.put("PGPASSWORD", password);
        String parameters = form.group("parameters") == null ? "" : form.group("parameters");
        for (String parameter : parameters.split("&")) {
            int equals = parameter.indexOf('=');
            String variable = equals < 0 ? null : PARAMETERS.get(parameter.substring(0, equals));
            if (variable != null) {
                environment.put(variable, decoded(parameter.substring(equals + 1)));
            }
        }
        return environment;
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }

    @Override
    public String toString() {
        return url.replaceAll("\\?.*", "");
    }
}
