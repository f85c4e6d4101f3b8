package io.redress.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.deque.html.axecore.results.AxeResults;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.PlaywrightException;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.TestExecutionExceptionHandler;

/**
 * A real browser for tests of what people see: the system's Chromium, or the one that {@code CHROMIUM} names. Without one
 * the tests are skipped with a line that says so; with {@code CI=true} they fail instead.
 */
public class Browser implements BeforeEachCallback, AfterEachCallback, TestExecutionExceptionHandler {

    private static final Path SCREENSHOTS = Path.of("target", "screenshots");
    private static final List<String> WCAG_2_2_AA = List.of("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa");

    private static Playwright playwright;
    private static com.microsoft.playwright.Browser chromium;

    private final List<BrowserContext> contexts = new ArrayList<>();
    private final List<Page> pages = new ArrayList<>();
    private final List<String> errors = new ArrayList<>();

    @Override
    public void beforeEach(ExtensionContext context) {
        Path executable = executable();
        boolean there = executable != null && Files.isExecutable(executable);
        if (!there) {
            String message = "no browser: set CHROMIUM to the path of a Chromium or Chrome";
            if ("true".equals(System.getenv("CI"))) {
                throw new IllegalStateException(message);
            }
            System.out.println("SKIPPED " + context.getDisplayName() + ": " + message);
            assumeTrue(false, message);
        }
        start(executable);
    }

    private static synchronized void start(Path executable) {
        if (chromium != null) {
            return;
        }
        // The five seconds of the default are short for a busy machine; a right page is not slower for it.
        PlaywrightAssertions.setDefaultAssertionTimeout(30_000);
        playwright = Playwright.create(
                new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
        chromium = playwright
                .chromium()
                .launch(new BrowserType.LaunchOptions()
                        .setExecutablePath(executable)
                        .setHeadless(true)
                        .setArgs(List.of(
                                "--headless",
                                "--no-sandbox",
                                "--disable-gpu",
                                "--disable-quic",
                                "--no-first-run",
                                "--disable-background-networking",
                                "--disable-component-update",
                                "--disable-sync",
                                "--disable-dev-shm-usage")));
        PlaywrightAssertions.setDefaultAssertionTimeout(20_000);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            try {
                playwright.close();
            } catch (PlaywrightException e) {
                // the browser is gone already
            }
        }));
    }

    private static Path executable() {
        String named = System.getenv("CHROMIUM");
        return named != null && !named.isBlank()
                ? Path.of(named)
                : Stream.of("/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome")
                        .map(Path::of)
                        .filter(Files::isExecutable)
                        .findFirst()
                        .orElse(null);
    }

    /** A page of a new, empty browser profile at the width of a desk. */
    public Page desk() {
        return open(1280, 900, "en-GB");
    }

    /** A page of a new profile at the width of a phone. */
    public Page phone() {
        return open(360, 740, "en-GB");
    }

    public Page open(int width, int height, String locale) {
        BrowserContext context = chromium.newContext(new com.microsoft.playwright.Browser.NewContextOptions()
                .setViewportSize(width, height)
                .setLocale(locale)
                .setTimezoneId("Europe/Berlin"));
        context.setDefaultTimeout(30_000);
        contexts.add(context);
        Page page = context.newPage();
        pages.add(page);
        page.onPageError(error -> errors.add(page.url() + ": " + error));
        page.onConsoleMessage(message -> {
            if (message.type().equals("error") && !message.text().startsWith("Failed to load resource")) {
                errors.add(page.url() + ": " + message.text());
            }
        });
        return page;
    }

    /** What the browser complained about since the test began: broken scripts, violated content security policy. */
    public List<String> errors() {
        return errors;
    }

    /** Signs somebody in on our own page; demo users have the password {@code demo}. */
    public static void signIn(Page page, String base, String user) {
        page.navigate(base + "/login");
        page.fill("#username", user);
        page.fill("#password", "demo");
        page.click("main button[type=submit]");
        page.waitForURL(url -> !url.endsWith("/login"));
    }

    /** Keeps a picture for the guides and for whoever wants to look. */
    public static void screenshot(Page page, String name) {
        page.screenshot(new Page.ScreenshotOptions()
                .setPath(SCREENSHOTS.resolve(name + ".png"))
                .setFullPage(true));
    }

    /** Asserts that axe finds nothing against WCAG 2.2, levels A and AA. */
    public static void assertAccessible(Page page) {
        AxeResults results = new AxeBuilder(page).withTags(WCAG_2_2_AA).analyze();
        assertThat(results.getPasses()).as("axe looked at %s", page.url()).isNotEmpty();
        assertThat(results.getViolations().stream()
                        .map(rule -> rule.getId() + ": " + rule.getHelp() + " "
                                + rule.getNodes().stream()
                                        .map(node -> String.valueOf(node.getHtml()))
                                        .toList()))
                .as("violations of WCAG 2.2 AA on %s", page.url())
                .isEmpty();
    }

    /** Asserts that nothing is wider than the window. */
    public static void assertNoSidewaysScroll(Page page) {
        Object tooWide = page.evaluate("() => document.documentElement.scrollWidth - window.innerWidth");
        assertThat(((Number) tooWide).intValue())
                .as("pixels of %s beyond the window", page.url())
                .isLessThanOrEqualTo(0);
    }

    @Override
    public void handleTestExecutionException(ExtensionContext context, Throwable failure) throws Throwable {
        int number = 0;
        for (Page page : pages) {
            try {
                if (!page.isClosed()) {
                    screenshot(page, "failed-" + context.getRequiredTestMethod().getName() + "-" + number++);
                    System.out.println("FAILED at " + page.url());
                }
            } catch (PlaywrightException e) {
                // the failure itself is what counts
            }
        }
        errors.forEach(error -> System.out.println("BROWSER: " + error));
        throw failure;
    }

    @Override
    public void afterEach(ExtensionContext context) {
        contexts.forEach(BrowserContext::close);
        contexts.clear();
        pages.clear();
        errors.clear();
    }
}
