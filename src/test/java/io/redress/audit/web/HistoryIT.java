package io.redress.audit.web;

import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.nullValue;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.jsonPath;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.status;

import io.redress.core.CaseRef;
import io.redress.core.Change;
import io.redress.core.QualityEvent;
import io.redress.party.PersonStore;
import io.redress.testing.RedressTest;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.setup.MockMvcBuilders;
import org.springframework.web.context.WebApplicationContext;

/** The endpoint without the login in front of it, which has tests of its own. */
@RedressTest
class HistoryIT {

    @Autowired
    WebApplicationContext application;

    @Autowired
    ApplicationEventPublisher events;

    @Autowired
    PersonStore persons;

    private final String reference = "C-test-" + UUID.randomUUID();
    private final CaseRef complaint = CaseRef.complaint(reference);
    private MockMvc http;

    @BeforeEach
    void open() {
        http = MockMvcBuilders.webAppContextSetup(application).build();
    }

    @Test
    void aHistoryIsReadPageByPageWithTheHashesThatBindIt() throws Exception {
        UUID subject = persons.newSubject();
        events.publishEvent(QualityEvent.of(complaint, "test.opened").with(Map.of("channel", "phone")));
        events.publishEvent(QualityEvent.of(complaint, "test.judged")
                .because(subject, "it leaked twice")
                .changing(Change.of("severity", "minor", "major")));

        http.perform(get("/api/complaints/{reference}/history", reference).param("size", "1"))
                .andExpect(status().isOk())
                .andExpect(jsonPath("$.reference").value(reference))
                .andExpect(jsonPath("$.total").value(2))
                .andExpect(jsonPath("$.next").value(1))
                .andExpect(jsonPath("$.entries", hasSize(1)))
                .andExpect(jsonPath("$.entries[0].sequence").value(1))
                .andExpect(jsonPath("$.entries[0].previousHash").value("0".repeat(64)))
                .andExpect(jsonPath("$.entries[0].hash").value(matchesPattern("[0-9a-f]{64}")))
                .andExpect(jsonPath("$.entries[0].actor.kind").value("system"))
                .andExpect(jsonPath("$.entries[0].facts[0].details.channel").value("phone"));
        http.perform(get("/api/complaints/{reference}/history", reference).param("after", "1"))
                .andExpect(status().isOk())
                .andExpect(jsonPath("$.next").value(nullValue()))
                .andExpect(jsonPath("$.entries[0].at").value(matchesPattern("\\d{4}-.*Z")))
                .andExpect(jsonPath("$.entries[0].facts[0].type").value("test.judged"))
                .andExpect(jsonPath("$.entries[0].facts[0].reason").value("it leaked twice"))
                .andExpect(jsonPath("$.entries[0].facts[0].changes[0].after").value("major"));
    }

    @Test
    void anUnknownComplaintHasNoHistory() throws Exception {
        http.perform(get("/api/complaints/{reference}/history", reference)).andExpect(status().isNotFound());
        http.perform(get("/api/complaints/{reference}/history", "C".repeat(65))).andExpect(status().isNotFound());
        http.perform(get("/api/complaints/{reference}/history", "' or 1=1 --")).andExpect(status().isNotFound());
    }

    @Test
    void aPageIsOneToAHundredEntriesAndStartsSomewhere() throws Exception {
        events.publishEvent(QualityEvent.of(complaint, "test.opened"));
        for (String size : new String[] {"0", "101", "-1", "many", "99999999999999999999"}) {
            http.perform(get("/api/complaints/{reference}/history", reference).param("size", size))
                    .andExpect(status().isBadRequest())
                    .andExpect(jsonPath("$.errors[0].field").value("size"));
        }
        http.perform(get("/api/complaints/{reference}/history", reference).param("after", "-1"))
                .andExpect(status().isBadRequest())
                .andExpect(jsonPath("$.errors[0].field").value("after"));
        http.perform(get("/api/complaints/{reference}/history", reference).param("size", "100"))
                .andExpect(status().isOk());
    }
}
