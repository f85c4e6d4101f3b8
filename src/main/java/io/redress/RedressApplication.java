package io.redress;

import io.redress.operations.Operator;
import java.util.TimeZone;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.scheduling.annotation.EnableScheduling;

/** Starts Redress, or carries out a command of an operator on it. The JVM runs in UTC from its first line on; business time zones are data. */
@SpringBootApplication
@ConfigurationPropertiesScan
@EnableScheduling
public class RedressApplication {

    public static void main(String[] args) {
        TimeZone.setDefault(TimeZone.getTimeZone("UTC"));
        if (Operator.asked(args)) {
            System.exit(Operator.run(args));
        }
        SpringApplication.run(RedressApplication.class, args);
    }
}
