package io.redress.notification.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.csrf;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.user;
import static org.springframework.security.test.web.servlet.setup.SecurityMockMvcConfigurers.springSecurity;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.post;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.redirectedUrl;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.status;

import io.redress.identity.Roles;
import io.redress.testing.RedressTest;
import jakarta.mail.internet.MimeMessage;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.mail.javamail.JavaMailSender;
import org.springframework.security.core.authority.AuthorityUtils;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.request.RequestPostProcessor;
import org.springframework.test.web.servlet.setup.MockMvcBuilders;
import org.springframework.web.context.WebApplicationContext;

@RedressTest
class MailPageIT {

    @Autowired
    WebApplicationContext application;

    @Autowired
    JdbcClient jdbc;

    @Autowired
    JavaMailSender sender;

    /** Somebody who is nobody's person is signed out by the next request; these exist. */
    private static final Map<String, String> DEMO_USERS = Map.of(
            Roles.AGENTS, "agent",
            Roles.HANDLERS, "handler",
            Roles.INVESTIGATORS, "investigator",
            Roles.QUALITY, "quality",
            Roles.OWNERS, "owner",
            Roles.AUDITORS, "auditor",
            Roles.ADMINISTRATORS, "admin");

    MockMvc mvc;

    @BeforeEach
    void browser() {
        mvc = MockMvcBuilders.webAppContextSetup(application)
                .apply(springSecurity())
                .build();
    }

    @Test
    void showsWhatTheDemosServerCaughtAsTextAndNeverAsMarkup() throws Exception {
        String mark = UUID.randomUUID().toString();
        MimeMessage mail = sender.createMimeMessage();
        mail.setFrom("redress@localhost");
        mail.setRecipients(MimeMessage.RecipientType.TO, "reader@example.org");
        mail.setSubject("<img src=x onerror=alert(1)> " + mark, "UTF-8");
        mail.setText("<script>alert('" + mark + "')</script>\nGrüße", "UTF-8", "plain");
        mail.setHeader("X-Redress-Case", "\"><b>x");
        sender.send(mail);

        String page = page("/mail", as(Roles.AUDITORS));

        assertThat(page)
                .contains("&lt;img src=x onerror=alert(1)&gt; " + mark)
                .contains("&lt;script&gt;alert(&#39;" + mark + "&#39;)&lt;/script&gt;")
                .contains("Grüße")
                .contains("reader@example.org")
                .doesNotContain("<img src=x")
                .doesNotContain("<script>alert")
                .doesNotContain("\"><b>x");
    }

    @Test
    void showsWhyAMailFailedAndLetsQualitySendItAgain() throws Exception {
        UUID id = failed();
        assertThat(page("/mail?state=failed", as(Roles.QUALITY)))
                .contains("550 5.1.1 unknown " + id)
                .contains("/mail/" + id + "/again");

        mvc.perform(post("/mail/" + id + "/again").with(as(Roles.QUALITY)).with(csrf()))
                .andExpect(status().is3xxRedirection())
                .andExpect(redirectedUrl("/mail"));

        assertThat(state(id)).isNotEqualTo("failed");
        mvc.perform(post("/mail/" + id + "/again")
                        .with(as(Roles.ADMINISTRATORS))
                        .with(csrf()))
                .andExpect(status().isConflict());
    }

    @ParameterizedTest
    @ValueSource(strings = {Roles.AGENTS, Roles.HANDLERS, Roles.INVESTIGATORS, Roles.OWNERS, Roles.AUDITORS})
    void nobodyElseSendsAMailAgain(String role) throws Exception {
        UUID id = failed();
        assertThat(page("/mail?state=failed", as(role))).doesNotContain("/mail/" + id + "/again");
        mvc.perform(post("/mail/" + id + "/again").with(as(role)).with(csrf())).andExpect(status().isForbidden());
        assertThat(state(id)).isEqualTo("failed");
    }

    @Test
    void aPostFromElsewhereIsRefused() throws Exception {
        UUID id = failed();
        mvc.perform(post("/mail/" + id + "/again").with(as(Roles.QUALITY))).andExpect(status().isForbidden());
        assertThat(state(id)).isEqualTo("failed");
    }

    @Test
    void strangersSeeNothing() throws Exception {
        String seen = mvc.perform(get("/mail"))
                .andExpect(
                        result -> assertThat(result.getResponse().getStatus()).isIn(302, 401, 403))
                .andReturn()
                .getResponse()
                .getContentAsString();
        assertThat(seen).doesNotContain("<table");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"/mail?state=x", "/mail?page=-1", "/mail?page=99999999999", "/mail?before=x", "/mail?page=1001"})
    void wrongParametersAreAnsweredAsSuch(String address) throws Exception {
        mvc.perform(get(address).with(as(Roles.AUDITORS))).andExpect(status().isBadRequest());
    }

    @Test
    void anUnknownMailIsNotFound() throws Exception {
        mvc.perform(post("/mail/" + UUID.randomUUID() + "/again")
                        .with(as(Roles.QUALITY))
                        .with(csrf()))
                .andExpect(status().isNotFound());
    }

    private String page(String address, RequestPostProcessor who) throws Exception {
        return mvc.perform(get(address).with(who).locale(java.util.Locale.ENGLISH))
                .andExpect(status().isOk())
                .andReturn()
                .getResponse()
                .getContentAsString();
    }

    private static RequestPostProcessor as(String role) {
        return user(DEMO_USERS.get(role)).authorities(AuthorityUtils.createAuthorityList(role));
    }

    private UUID failed() {
        UUID id = UUID.randomUUID();
        jdbc.sql("insert into outbox (id, kind, dedup_key, order_key, case_type, case_reference, template, language,"
                        + " recipient, message_id, state, attempts, next_attempt_at, give_up_at, last_error, created_at)"
                        + " values (:id, 'mail', :key, :key, 'complaint', 'C-T-page', 'answer', 'en', 'customer', :key,"
                        + " 'failed', 1, '2026-01-01Z', '2026-01-05Z', :error, '2026-01-01Z')")
                .param("id", id)
                .param("key", id.toString())
                .param("error", "550 5.1.1 unknown " + id)
                .update();
        return id;
    }

    private String state(UUID id) {
        return jdbc.sql("select state from outbox where id = :id")
                .param("id", id)
                .query(String.class)
                .single();
    }
}
