package io.redress.platform;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.InitializingBean;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

/**
 * "Accepted means kept" needs a database that writes before it answers. Asks the one in use, rather than trusting the
 * settings it was started with, and refuses to start on one that would lose what it acknowledged.
 */
@Component
class DurabilityCheck implements InitializingBean {

    private static final Logger log = LoggerFactory.getLogger(DurabilityCheck.class);

    private final DataSource dataSource;
    private final boolean acceptLoss;

    DurabilityCheck(DataSource dataSource, @Value("${redress.accept-loss-at-a-crash:false}") boolean acceptLoss) {
        this.dataSource = dataSource;
        this.acceptLoss = acceptLoss;
    }

    @Override
    public void afterPropertiesSet() throws SQLException {
        List<String> unsafe = new ArrayList<>();
        try (Connection connection = dataSource.getConnection();
                Statement statement = connection.createStatement()) {
            for (String setting : List.of("fsync", "synchronous_commit", "full_page_writes")) {
                try (ResultSet result = statement.executeQuery("show " + setting)) {
                    result.next();
                    if (result.getString(1).equals("off")) {
                        unsafe.add(setting + "=off");
                    }
                }
            }
        }
        if (unsafe.isEmpty()) {
            return;
        }
        String message = "The database runs with " + String.join(", ", unsafe)
                + ": a crash would lose complaints that were acknowledged.";
        if (!acceptLoss) {
            throw new StartRefused(message + " Switch it on in PostgreSQL's settings, or accept the loss with"
                    + " REDRESS_ACCEPT_LOSS_AT_A_CRASH=true.");
        }
        log.error("{} Accepted by REDRESS_ACCEPT_LOSS_AT_A_CRASH.", message);
    }
}
