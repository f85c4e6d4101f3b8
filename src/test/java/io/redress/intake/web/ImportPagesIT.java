package io.redress.intake.web;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static io.redress.testing.Browser.assertAccessible;
import static io.redress.testing.Browser.assertNoSidewaysScroll;
import static io.redress.testing.Browser.screenshot;
import static io.redress.testing.Browser.signIn;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.FilePayload;
import io.redress.testing.Browser;
import io.redress.testing.RedressTest;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.boot.test.web.server.LocalServerPort;

/** A person imports a file in a real browser: looks at it, matches its columns, watches it, reads what was refused. */
@RedressTest
class ImportPagesIT {

    @RegisterExtension
    final Browser browser = new Browser();

    @LocalServerPort
    private int port;

    private final String source = "helpdesk-" + UUID.randomUUID().toString().substring(0, 4);
    private String base;

    @BeforeEach
    void address() {
        base = "http://localhost:" + port;
    }

    private static FilePayload file(String content) {
        return new FilePayload("helpdesk.csv", "text/csv", content.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void columnsAreMatchedAndLookedAtBeforeAnythingIsWritten() {
        Page page = browser.desk();
        signIn(page, base, "quality");
        page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("Imports"))
                .click();
        assertAccessible(page);
        page.setInputFiles("#file", file("""
                Nummer;Eingang;Text;Ergebnis
                1;14.03.2026;Die Pumpe leckt;Ersetzt
                2;15.03.2026;Sie ist zu laut;
                3;gestern;Ohne Tag;
                """));
        page.click("text=Look at it");
        assertThat(page).hasURL(Pattern.compile(".*/columns"));
        assertThat(page.locator(".note-warn")).containsText("Nummer");
        assertThat(page.locator("button:has-text('Import')").last()).isDisabled();
        page.fill("#source", source);
        page.selectOption("[id='field.externalReference']", "Nummer");
        page.selectOption("[id='field.receivedOn']", "Eingang");
        page.selectOption("[id='field.description']", "Text");
        page.selectOption("[id='field.outcome']", "Ergebnis");
        page.selectOption("#mode", "history");
        page.click("text=Look again");
        assertThat(page.locator(".tag:has-text('comes in closed')")).isVisible();
        assertThat(page.locator(".tag:has-text('becomes an open complaint')")).isVisible();
        assertThat(page.locator(".tag:has-text('is refused')")).isVisible();
        assertThat(page.locator("#dateOrder option:checked")).containsText("DMY");
        assertThat(page.url()).doesNotContain("_csrf");
        assertAccessible(page);
        assertNoSidewaysScroll(page);
        screenshot(page, "import-columns");

        page.getByRole(
                        AriaRole.BUTTON,
                        new Page.GetByRoleOptions().setName("Import").setExact(true))
                .click();
        assertThat(page.locator("#progress .tag").first())
                .hasText("Done", new LocatorAssertions.HasTextOptions().setTimeout(60_000));
        assertThat(page.locator("#progress")).containsText("Line 4");
        assertAccessible(page);
        screenshot(page, "import-done");
        assertThat(page.request()
                        .get(
                                page.locator("a:has-text('All as CSV')")
                                                .getAttribute("href")
                                                .startsWith("/")
                                        ? base
                                                + page.locator("a:has-text('All as CSV')")
                                                        .getAttribute("href")
                                        : "")
                        .text())
                .contains("Ohne Tag");
        assertThat(browser.errors()).isEmpty();

        Page phone = browser.phone();
        signIn(phone, base, "auditor");
        phone.navigate(base + "/complaints/imports");
        assertThat(phone.locator("table")).containsText("helpdesk.csv");
        assertThat(phone.locator("input[type=file]")).hasCount(0);
        assertNoSidewaysScroll(phone);

        // a table of complaints rarely says whose they are
        phone.navigate(base + "/complaints?q=leckt");
        phone.navigate(base + phone.locator("a[href^='/complaints/C-']").first().getAttribute("href"));
        assertThat(phone.locator("main")).containsText("Die Pumpe leckt");
        assertThat(phone.locator("main")).containsText("The customer is not known.");
        assertNoSidewaysScroll(phone);
        screenshot(phone, "import-case");
    }

    @Test
    void whatIsNoTableIsSaidOnThePageInTheReadersLanguage() {
        Page page = browser.open(1280, 900, "de-DE");
        signIn(page, base, "agent");
        page.navigate(base + "/complaints/imports");
        page.setInputFiles(
                "#file", new FilePayload("x.zip", "application/zip", new byte[] {'P', 'K', 3, 4, 0, 0, 0, 0}));
        page.click("text=Ansehen");
        assertThat(page.locator("#file-wrong")).containsText("ZIP");
        assertAccessible(page);
    }

    @Test
    void aForgedFormWithAFileIsRefusedBeforeItsFileIsTakenIn() throws Exception {
        HttpClient http = HttpClient.newHttpClient();
        HttpResponse<Void> login = http.send(
                HttpRequest.newBuilder(URI.create(base + "/login")).build(), HttpResponse.BodyHandlers.discarding());
        String cookie = login.headers().firstValue("Set-Cookie").orElse("").split(";")[0];
        HttpResponse<String> forged = http.send(
                HttpRequest.newBuilder(URI.create(base + "/complaints/imports"))
                        .header("Cookie", cookie)
                        .header("Content-Type", "multipart/form-data; boundary=x")
                        .POST(HttpRequest.BodyPublishers.ofString(
                                "--x\r\nContent-Disposition: form-data; name=\"_csrf\"\r\n\r\nguess\r\n--x--\r\n"))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        assertThat(forged.statusCode()).isEqualTo(403);
    }
}
