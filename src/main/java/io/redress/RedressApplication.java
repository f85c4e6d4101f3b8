package io.redress;

import java.util.TimeZone;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.scheduling.annotation.EnableScheduling;

/** Starts Redress. The JVM runs in UTC from its first line on; business time zones are data. */
@SpringBootApplication
@ConfigurationPropertiesScan
@EnableScheduling
public class RedressApplication {

    public static void main(String[] args) {
        TimeZone.setDefault(TimeZone.getTimeZone("UTC"));
        SpringApplication.run(RedressApplication.class, args);
    }
}
