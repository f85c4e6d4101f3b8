package io.redress;

import static org.assertj.core.api.Assertions.assertThat;

import io.redress.testing.RedressTest;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.client.TestRestTemplate;

@RedressTest
class RedressApplicationIT {

    @Autowired
    TestRestTemplate rest;

    @Test
    void startsAndSaysThatItIsUp() {
        assertThat(rest.getForObject("/actuator/health", String.class)).contains("UP");
    }
}
