package io.redress.operations;

import io.redress.platform.RedressClock;
import io.redress.platform.RedressProperties;
import io.redress.platform.StartRefused;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.springframework.boot.Banner;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.Environment;

/**
 * The commands {@code backup} and {@code restore}: reads the settings as the application reads them, without starting
 * it, and answers in sentences and with an exit code.
 */
public final class Operator {

    private Operator() {}

    /** Whether the command line asks for one of the commands rather than for the application. */
    public static boolean asked(String[] arguments) {
        return Order.given(arguments);
    }

    /** @return the process's exit code: 0, or 1 when the command was refused or a check failed */
    public static int run(String[] arguments) {
        return run(arguments, System.out, System.err);
    }

    static int run(String[] arguments, PrintStream out, PrintStream errors) {
        try {
            Order order = Order.of(arguments);
            try (ConfigurableApplicationContext context = settings(order)) {
                return carryOut(order, installation(context, out)) ? 0 : 1;
            }
        } catch (CommandRefused | StartRefused e) {
            errors.println(e.getMessage());
        } catch (FileSystemException e) {
            String reason = e.getReason() == null ? e.getClass().getSimpleName() : e.getReason();
            errors.println((e instanceof AccessDeniedException ? "No access to " : "The file system failed at ")
                    + e.getFile() + ": " + reason + ".");
        } catch (IOException e) {
            errors.println("Reading or writing failed: " + e.getMessage() + ".");
        } catch (SQLException e) {
            errors.println("The database failed: " + e.getMessage() + ".");
        }
        return 1;
    }

    private static boolean carryOut(Order order, Installation installation) throws SQLException, IOException {
        if (order instanceof Order.Restore restore) {
            return new Restores(installation).restore(restore);
        }
        if (order instanceof Order.Backup backup) {
            new Backups(installation).take(backup);
        }
        return true;
    }

    /** Nothing but the environment and what is bound from it. */
    private static ConfigurableApplicationContext settings(Order order) {
        SpringApplication application = new SpringApplication(Settings.class);
        application.setWebApplicationType(WebApplicationType.NONE);
        application.setBannerMode(Banner.Mode.OFF);
        application.setLogStartupInfo(false);
        List<String> arguments = new ArrayList<>(List.of("--logging.level.io.redress=warn"));
        arguments.addAll(order.settings());
        return application.run(arguments.toArray(String[]::new));
    }

    private static Installation installation(ConfigurableApplicationContext context, PrintStream out) {
        Environment environment = context.getEnvironment();
        String url = environment.getProperty("spring.datasource.url", "");
        String tools = environment.getProperty("redress.pg-bin", "");
        return new Installation(
                context.getBean(RedressProperties.class).data().toAbsolutePath().normalize(),
                environment.getProperty("redress.master-key", ""),
                url.isBlank()
                        ? null
                        : new PostgresUrl(
                                url,
                                environment.getProperty("spring.datasource.username", ""),
                                environment.getProperty("spring.datasource.password", "")),
                tools.isBlank() ? null : Path.of(tools),
                Objects.requireNonNullElse(Operator.class.getPackage().getImplementationVersion(), "development"),
                new RedressClock(),
                out::println);
    }

    /** Not found by the application's own scan: it has no annotation that makes it a component. */
    @EnableConfigurationProperties(RedressProperties.class)
    static class Settings {}
}
