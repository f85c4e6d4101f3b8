package io.redress;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static io.redress.testing.Browser.assertAccessible;
import static io.redress.testing.Browser.assertNoSidewaysScroll;
import static io.redress.testing.Browser.screenshot;
import static io.redress.testing.Browser.signIn;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Download;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.options.AriaRole;
import io.redress.complaint.Complaints;
import io.redress.complaint.RegisterComplaint;
import io.redress.core.Actor;
import io.redress.identity.Actors;
import io.redress.identity.Roles;
import io.redress.party.CustomerDetails;
import io.redress.testing.Browser;
import io.redress.testing.RedressTest;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

/** Our own pages in a real browser: what they show, that they can be used by everybody, that nothing in them breaks. */
@RedressTest
class PagesIT {

    @RegisterExtension
    final Browser browser = new Browser();

    @LocalServerPort
    private int port;

    @Autowired
    private Complaints complaints;

    @Autowired
    private Actors actors;

    private String base;

    @BeforeEach
    void address() {
        base = "http://localhost:" + port;
    }

    @Test
    void withoutASignInThereIsNothingToSeeButTheLoginPage() {
        Page page = browser.desk();
        for (String path : List.of("/", "/complaints", "/complaints/new", "/mail", "/tasks/answer-customer?taskId=1")) {
            page.navigate(base + path);
            assertThat(page).hasURL(Pattern.compile(".*/login.*"));
        }
        assertAccessible(page);
        screenshot(page, "login");
        page.fill("#username", "agent");
        page.fill("#password", "wrong");
        page.click("main button[type=submit]");
        assertThat(page.getByRole(AriaRole.ALERT)).isVisible();
        assertAccessible(page);
        assertThat(browser.errors()).isEmpty();
    }

    @Test
    void theRegisterIsSearchedAndTheAddressKeepsTheQuestion() {
        String word = "Q" + UUID.randomUUID().toString().substring(0, 8);
        String reference = register("Pump " + word, "It drips.");
        Page page = browser.desk();
        signIn(page, base, "auditor");
        page.navigate(base + "/complaints");
        screenshot(page, "register");
        assertAccessible(page);

        page.fill("#q", word);
        assertThat(page.locator("#found tbody tr")).hasCount(1);
        assertThat(page).hasURL(Pattern.compile(".*[?&]q=" + word + ".*"));
        assertThat(page.locator("#found")).containsText(reference);

        page.selectOption("#state", "closed");
        assertThat(page.locator("#found .empty")).isVisible();
        assertAccessible(page);
        screenshot(page, "register-nothing-found");
        page.reload();
        assertThat(page.locator("#found .empty")).isVisible();
        assertThat(page.locator("#state")).hasValue("closed");
        assertThat(browser.errors()).isEmpty();
    }

    @Test
    void theRegisterWorksWithoutJavaScript() {
        String word = "N" + UUID.randomUUID().toString().substring(0, 8);
        String reference = register("Kettle " + word, "It whistles.");
        Page page = browser.desk();
        signIn(page, base, "handler");
        page.route("**/*.js", route -> route.abort());
        page.navigate(base + "/complaints");
        page.fill("#q", word);
        page.press("#q", "Enter");
        assertThat(page.locator("#found")).containsText(reference);
        assertThat(page).hasURL(Pattern.compile(".*[?&]q=" + word + ".*"));
    }

    @Test
    void theRegisterIsTurnedOverInBothDirectionsAndExportedAsItIsFiltered() {
        String word = "T" + UUID.randomUUID().toString().substring(0, 8);
        String oldest = register("Lamp " + word, "It flickers.");
        for (int i = 0; i < 25; i++) {
            register("Lamp " + word, "It flickers.");
        }
        Page page = browser.desk();
        signIn(page, base, "auditor");
        page.route("**/*.js", route -> route.abort()); // plain links are enough
        page.navigate(base + "/complaints?q=" + word);
        assertThat(page.locator("#found tbody tr")).hasCount(25);
        assertThat(page.locator("[role=status]")).hasText("26 complaints");
        assertAccessible(page);
        screenshot(page, "register-found");
        String newest = page.locator("#found tbody tr").first().locator("a").textContent();
        page.locator("a[rel=next]").click();
        assertThat(page.locator("#found tbody tr")).hasCount(1);
        assertThat(page.locator("#found tbody")).containsText(oldest);
        assertThat(page.locator("a[rel=next]")).hasCount(0);
        screenshot(page, "register-older");
        page.locator("a[rel=prev]").click();
        assertThat(page.locator("#found tbody tr").first()).containsText(newest);
        assertThat(page.locator("#found tbody tr")).hasCount(25);

        Download file = page.waitForDownload(() -> page.getByText("Export CSV").click());
        assertThat(file.suggestedFilename()).matches("complaints-\\d{4}-\\d{2}-\\d{2}\\.csv");
        assertThat(file.path()).content().contains(oldest, newest).hasLineCount(27);
        page.navigate(base + "/complaints?after=nowhere");
        assertThat(page.locator("[role=alert]")).containsText("after");
    }

    @Test
    void aFormWithMistakesSaysWhatIsWrongAndKeepsWhatWasTyped() {
        Page page = browser.desk();
        signIn(page, base, "agent");
        page.navigate(base + "/complaints/new");
        assertAccessible(page);
        screenshot(page, "new-complaint");
        page.fill("[id='customer.name']", "Jo Example");
        page.fill("[id='customer.email']", "no address");
        page.getByText("Add a product").click();
        assertThat(page.locator(".product-row")).hasCount(2);
        page.fill("[id='products[1].lot']", "L-77");
        page.getByText("Register the complaint").click();

        assertThat(page.locator("[data-focus]")).isFocused();
        assertThat(page.locator("#channel-wrong")).isVisible();
        assertThat(page.locator("#description-wrong")).isVisible();
        assertThat(page.locator("[id='customer.name']")).hasValue("Jo Example");
        assertThat(page.locator("[id='products[0].lot']")).hasValue("L-77");
        assertAccessible(page);
        screenshot(page, "new-complaint-mistakes");

        page.selectOption("#channel", "phone");
        page.fill("#description", "The display stays dark.");
        page.getByText("Register the complaint").click();
        assertThat(page.locator("[id='customer.email-wrong']")).isVisible();
        page.fill("[id='customer.email']", "jo@example.org");
        page.getByText("Register the complaint").click();
        assertThat(page).hasURL(Pattern.compile(".*/complaints/C-\\d{4}-\\d{6}"));
        assertThat(page.locator("h1")).hasText(Pattern.compile("C-\\d{4}-\\d{6}"));
        assertThat(browser.errors()).isEmpty();
    }

    @Test
    void aFormSentTwiceRegistersOnce() {
        Page page = browser.desk();
        signIn(page, base, "agent");
        page.navigate(base + "/complaints/new");
        page.selectOption("#channel", "letter");
        page.fill("#description", "Sent twice by an impatient hand.");
        page.fill("[id='customer.name']", "Jo Example");
        Object twice = page.evaluate("""
                async () => {
                  const form = document.querySelector('main form');
                  const send = () => fetch(form.action, {method: 'POST', body: new URLSearchParams(new FormData(form))})
                      .then(response => response.url);
                  const [one, other] = await Promise.all([send(), send()]);
                  return one === other && one.includes('/complaints/C-') ? 'once' : one + ' ' + other;
                }""");
        assertThat(twice).isEqualTo("once");
    }

    @Test
    void aCaseShowsTheFactsTheTimelineAndWhereItStands() {
        String reference = register("Infusion pump", "The alarm did not sound and the patient was hurt.");
        Page page = browser.desk();
        signIn(page, base, "handler");
        page.navigate(base + "/complaints/" + reference);
        reloadUntilVisible(page, page.locator("#tasks"));
        assertThat(page.locator("main")).containsText("The alarm did not sound");
        assertThat(page.locator("main")).containsText("jo@example.org");
        assertThat(page.locator(".diagram .djs-shape.standing")).not().hasCount(0);
        assertThat(page.locator(".diagram .djs-shape.taken")).not().hasCount(0);
        assertThat(page.locator("#timeline li")).not().hasCount(0);
        assertAccessible(page);
        screenshot(page, "case");
        assertThat(browser.errors()).isEmpty();
    }

    @Test
    void whatCustomersWriteIsShownAndNeverRun() {
        String attack = "<img src=x onerror=\"document.title='broken in'\"><script>document.title='broken in'</script>";
        String reference = register(attack, attack);
        Page page = browser.desk();
        signIn(page, base, "quality");
        page.navigate(base + "/complaints/" + reference);
        assertThat(page.locator("main")).containsText("onerror=");
        page.navigate(base + "/complaints");
        assertThat(page).not().hasTitle("broken in");
        assertThat(browser.errors()).isEmpty();
    }

    @Test
    void whoMayNotOrLooksForWhatIsNotThereGetsAPageOfOurs() {
        Page page = browser.desk();
        signIn(page, base, "auditor");
        assertThat(page.navigate(base + "/complaints/new").status()).isEqualTo(403);
        assertThat(page.locator("h1")).hasText("You may not do this");
        assertAccessible(page);
        screenshot(page, "forbidden");
        assertThat(page.navigate(base + "/complaints/C-1999-000001").status()).isEqualTo(404);
        assertThat(page.locator("h1")).hasText("Nothing here");
        assertAccessible(page);
        screenshot(page, "not-found");
        assertThat(page.navigate(base + "/nothing/at/all").status()).isEqualTo(404);
        assertThat(page.locator("h1")).hasText("Nothing here");
        assertThat(page.navigate(base + "/tasks/answer-customer?taskId=gone").status())
                .isEqualTo(404);
        assertThat(page.locator("main")).not().containsText("Exception");
    }

    @Test
    void theFirstStopOfTheKeyboardLeadsPastTheNavigation() {
        Page page = browser.desk();
        signIn(page, base, "handler");
        page.navigate(base + "/complaints");
        page.keyboard().press("Tab");
        assertThat(page.locator(".skip")).isFocused();
        page.keyboard().press("Enter");
        assertThat(page.locator("main")).isFocused();
        page.keyboard().press("Tab");
        assertThat(page.locator("main a").first()).isFocused();
    }

    @Test
    void onAPhoneNothingIsWiderThanTheScreen() {
        String reference = register(
                "A-very-long-product-name-without-any-space-that-would-let-it-break-anywhere", "x".repeat(300));
        Page page = browser.phone();
        signIn(page, base, "agent");
        for (String path : List.of("/complaints", "/complaints/new", "/complaints/" + reference, "/mail", "/nothing")) {
            page.navigate(base + path);
            assertNoSidewaysScroll(page);
            screenshot(page, "phone" + path.replace('/', '-').replace(reference, "case"));
        }
        page.navigate(base + "/complaints");
        assertAccessible(page);
    }

    @Test
    void thePagesSpeakGermanToWhoChoosesIt() {
        Page page = browser.desk();
        signIn(page, base, "agent");
        page.navigate(base + "/complaints/new");
        page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Deutsch"))
                .click();
        assertThat(page.locator("h1")).hasText("Neue Beschwerde");
        assertThat(page.locator("html")).hasAttribute("lang", "de");
        assertThat(page).hasURL(base + "/complaints/new");
        assertAccessible(page);
        screenshot(page, "german");
    }

    @Test
    void theMailPageShowsTheOutbox() {
        Page page = browser.desk();
        signIn(page, base, "quality");
        page.navigate(base + "/mail");
        assertThat(page.locator("h1")).isVisible();
        assertAccessible(page);
        screenshot(page, "mail");
        assertThat(browser.errors()).isEmpty();
    }

    @Test
    void whoSignsOutIsOut() {
        Page page = browser.desk();
        signIn(page, base, "agent");
        page.getByText("Sign out").click();
        assertThat(page).hasURL(Pattern.compile(".*/login.*"));
        page.navigate(base + "/complaints");
        assertThat(page).hasURL(Pattern.compile(".*/login.*"));
    }

    @Test
    void eightClientsLoadTasklistAtOnceAndNoneIsBlank() {
        Page page = browser.desk();
        signIn(page, base, "handler");
        page.navigate(base + "/complaints");
        page.evaluate(
                "url => { for (let i = 0; i < 8; i++) window.open(url, '_blank'); }",
                base + "/camunda/app/tasklist/default/");
        page.context().waitForCondition(() -> page.context().pages().size() == 9);
        List<Page> clients =
                page.context().pages().stream().filter(p -> p != page).toList();
        assertThat(clients).hasSize(8);
        for (Page client : clients) {
            assertThat(client.locator(".tasks-list").first())
                    .isVisible(new LocatorAssertions.IsVisibleOptions().setTimeout(60_000));
        }
    }

    private static void reloadUntilVisible(Page page, Locator wanted) {
        for (int i = 0; i < 40 && wanted.count() == 0; i++) {
            page.waitForTimeout(500);
            page.reload();
        }
        assertThat(wanted.first()).isVisible();
    }

    private String register(String product, String description) {
        AtomicReference<String> reference = new AtomicReference<>();
        actors.as(
                Actor.person("agent", Set.of(Roles.AGENTS)),
                () -> reference.set(complaints.register(new RegisterComplaint(
                        "phone",
                        null,
                        null,
                        null,
                        "en",
                        new CustomerDetails("Jo Example", "jo@example.org", null, null, "DE", null),
                        List.of(new RegisterComplaint.Product("P-1", product, "L-7", null, null)),
                        "performance",
                        description,
                        null,
                        null))));
        return reference.get();
    }
}
