package io.redress;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static io.redress.testing.Browser.assertAccessible;
import static io.redress.testing.Browser.screenshot;
import static io.redress.testing.Browser.signIn;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import io.redress.complaint.Complaints;
import io.redress.complaint.RegisterComplaint;
import io.redress.complaint.process.CaseTasks;
import io.redress.core.Actor;
import io.redress.identity.Actors;
import io.redress.identity.Roles;
import io.redress.party.CustomerDetails;
import io.redress.testing.Browser;
import io.redress.testing.RedressTest;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

/** The main job as people do it: a complaint from its entry to its closure in Tasklist, each step by the right person. */
@RedressTest
class TasklistIT {

    private static final String TASKLIST = "/camunda/app/tasklist/default/";

    @RegisterExtension
    final Browser browser = new Browser();

    @LocalServerPort
    private int port;

    @Autowired
    private Complaints complaints;

    @Autowired
    private CaseTasks tasks;

    @Autowired
    private Actors actors;

    private String base;

    @BeforeEach
    void address() {
        base = "http://localhost:" + port;
    }

    @Test
    void aComplaintGoesFromEntryToClosure() {
        Page agent = signedIn("agent");
        agent.navigate(base + TASKLIST);
        agent.locator(".start-process-action a").click();
        agent.locator(".modal-body a")
                .filter(new Locator.FilterOptions().setHasText("Complaint handling"))
                .click();
        agent.locator(".modal-body .external-form").click();
        assertThat(agent).hasURL(Pattern.compile(".*/complaints/new\\?.*"));
        agent.selectOption("#channel", "phone");
        agent.selectOption("#category", "performance");
        agent.fill("#description", "The pump stopped at night without an alarm.");
        agent.fill("[id='customer.name']", "Maria Lopez");
        agent.fill("[id='customer.email']", "maria@example.org");
        agent.fill("[id='products[0].name']", "Infusion pump");
        agent.getByText("Register the complaint").click();
        assertThat(agent).hasURL(Pattern.compile(".*/complaints/C-\\d{4}-\\d{6}"));
        assertThat(agent.locator("[role=status] a")).hasText("Back to the tasks");
        String reference = agent.locator("h1").innerText();

        Page handler = signedIn("handler");
        openTask(handler, reference, "UserTask_TriageComplaint");
        tab(handler, "Case");
        assertThat(handler.locator(".redress-case")).containsText("The pump stopped at night without an alarm.");
        assertThat(handler.locator(".redress-case")).containsText("Maria Lopez");
        assertThat(handler.locator(".redress-case")).containsText("Infusion pump");
        screenshot(handler, "tasklist-case");
        tab(handler, "Form");
        handler.locator("button.claim").click();
        assertThat(handler.locator(".disabled-form")).hasCount(0);
        handler.getByLabel("A complaint that needs an investigation").check();
        handler.keyboard().press("Tab");
        screenshot(handler, "tasklist-triage");
        assertThat(handler.getByText("Save", new Page.GetByTextOptions().setExact(true)))
                .not()
                .isVisible();
        handler.waitForTimeout(500); // the form takes a moment to hear of the last key
        handler.locator(".form-actions .btn-primary").click();
        waitForTask(reference, "UserTask_InvestigateComplaint");

        Page investigator = signedIn("investigator");
        openForm(investigator, reference, "UserTask_InvestigateComplaint");
        investigator.getByText("Claim and continue").click();
        investigator.getByText("Finish the investigation").click();
        assertThat(investigator.locator("[data-focus]")).isVisible();
        assertAccessible(investigator);
        screenshot(investigator, "task-investigate-mistakes");
        investigator.fill("#cause", "A solder joint cracked.");
        investigator.fill("#evidence", "X-ray of the returned unit.");
        screenshot(investigator, "task-investigate");
        investigator.getByText("Finish the investigation").click();
        assertThat(investigator).hasURL(Pattern.compile(".*" + TASKLIST + ".*"));
        waitForTask(reference, "UserTask_AnswerCustomer");

        openForm(handler, reference, "UserTask_AnswerCustomer");
        handler.getByText("Claim and continue").click();
        handler.fill("#text", "Dear Ms Lopez, the first draft.");
        handler.getByText("Keep as a draft").click();
        assertThat(handler.locator("#text")).hasValue("Dear Ms Lopez, the first draft.");
        assertAccessible(handler);
        handler.fill("#text", "Dear Ms Lopez, a solder joint had cracked.");
        screenshot(handler, "task-answer");
        handler.getByText("Hand in for approval").click();
        waitForTask(reference, "UserTask_ApproveAnswer");

        Page quality = signedIn("quality");
        openForm(quality, reference, "UserTask_ApproveAnswer");
        assertThat(quality.locator("main")).containsText("a solder joint had cracked");
        quality.getByText("Claim and continue").click();
        quality.getByText("Send back", new Page.GetByTextOptions().setExact(true))
                .click();
        assertThat(quality.locator("#reason-wrong")).isVisible();
        assertAccessible(quality);
        quality.fill("#reason", "Say what we do about it.");
        quality.getByText("Send back", new Page.GetByTextOptions().setExact(true))
                .click();
        waitForTask(reference, "UserTask_AnswerCustomer");

        openForm(handler, reference, "UserTask_AnswerCustomer");
        handler.getByText("Claim and continue").click();
        assertThat(handler.locator(".note-warn")).containsText("Say what we do about it.");
        handler.fill("#text", "Dear Ms Lopez, a solder joint had cracked. You get a new pump.");
        handler.getByText("Hand in for approval").click();
        waitForTask(reference, "UserTask_ApproveAnswer");

        openForm(quality, reference, "UserTask_ApproveAnswer");
        quality.getByText("Claim and continue").click();
        screenshot(quality, "task-approve");
        quality.getByText("Approve", new Page.GetByTextOptions().setExact(true)).click();

        Page auditor = signedIn("auditor");
        auditor.navigate(base + "/complaints/" + reference);
        for (int i = 0; i < 60 && auditor.locator(".head .tag-closed").count() == 0; i++) {
            auditor.waitForTimeout(500);
            auditor.reload();
        }
        assertThat(auditor.locator(".head .tag-closed")).hasText("Closed");
        assertThat(auditor.locator("#timeline")).containsText("Hanno Petersen");
        assertThat(auditor.locator("#timeline")).containsText("Say what we do about it.");
        assertThat(auditor.locator("main")).containsText("You get a new pump.");
        assertAccessible(auditor);
        screenshot(auditor, "case-closed");

        handler.navigate(base + "/complaints/" + reference);
        handler.locator("summary")
                .filter(new Locator.FilterOptions().setHasText("The customer objects"))
                .click();
        handler.fill("#reason", "She wants to know about the other pumps.");
        handler.getByText("Reopen the case").click();
        waitForTask(reference, "UserTask_AnswerCustomer");
        assertThat(handler.locator(".head")).containsText("Reopened once");
    }

    @Test
    void whoWroteAnAnswerCannotApproveIt() {
        String reference = register("The strap tore.");
        waitForTask(reference, "UserTask_TriageComplaint");
        complete(
                reference,
                "UserTask_TriageComplaint",
                "handler",
                Roles.HANDLERS,
                Map.of("outcome", "complaint", "chosenSeverity", "minor", "reason", "It is a small thing."));
        waitForTask(reference, "UserTask_AnswerCustomer");
        // somebody with both roles writes it; the rule is about the person, not about the role
        as("quality", Set.of(Roles.HANDLERS, Roles.QUALITY), () -> {
            String id = taskId(reference, "UserTask_AnswerCustomer");
            tasks.claim(id);
            complaints.writeAnswer(reference, "Dear customer, a new strap is on its way.");
            tasks.complete(id, Map.of());
        });
        waitForTask(reference, "UserTask_ApproveAnswer");

        Page author = signedIn("quality");
        openForm(author, reference, "UserTask_ApproveAnswer");
        author.getByText("Claim and continue").click();
        assertThat(author.locator(".note-warn")).containsText("nobody approves their own work");
        assertThat(author.getByText("Approve", new Page.GetByTextOptions().setExact(true)))
                .hasCount(0);
        assertAccessible(author);
        screenshot(author, "task-approve-author");
        // and not by going around the page either
        Object status = author.evaluate("""
                async id => {
                  const token = document.querySelector('form [name=_csrf]').value;
                  const response = await fetch('/tasks/approve-answer', {method: 'POST',
                      body: new URLSearchParams({_csrf: token, taskId: id, approved: 'true'})});
                  return response.status;
                }""", taskId(reference, "UserTask_ApproveAnswer"));
        assertThat(status).isIn(403, 409);
        as("auditor", Set.of(Roles.AUDITORS), () -> assertThat(
                        complaints.get(reference).state().key())
                .isEqualTo("approving"));
    }

    @Test
    void aTaskOfAnotherRoleCanBeReadAndNotDone() {
        String reference = register("The lid is loose.");
        waitForTask(reference, "UserTask_TriageComplaint");
        complete(
                reference,
                "UserTask_TriageComplaint",
                "handler",
                Roles.HANDLERS,
                Map.of("outcome", "investigate", "chosenSeverity", "minor", "reason", "It is a small thing."));
        waitForTask(reference, "UserTask_InvestigateComplaint");
        Page agent = signedIn("agent");
        agent.navigate(
                base + "/tasks/investigate-complaint?taskId=" + taskId(reference, "UserTask_InvestigateComplaint"));
        assertThat(agent.locator(".note-warn")).containsText("another role");
        assertThat(agent.locator("main form")).hasCount(0);
        assertAccessible(agent);
    }

    @Test
    void afterwardsAFormLeadsOnlyToPlacesOfThisApplication() {
        String reference = register("It hums.");
        waitForTask(reference, "UserTask_TriageComplaint");
        complete(
                reference,
                "UserTask_TriageComplaint",
                "handler",
                Roles.HANDLERS,
                Map.of("outcome", "investigate", "chosenSeverity", "minor", "reason", "It is a small thing."));
        waitForTask(reference, "UserTask_InvestigateComplaint");
        Page page = signedIn("investigator");
        page.navigate(base + "/tasks/investigate-complaint?taskId=" + taskId(reference, "UserTask_InvestigateComplaint")
                + "&callbackUrl=https://evil.example/");
        page.getByText("Claim and continue").click();
        page.fill("#notDetermined", "It does not hum here.");
        page.getByText("Finish the investigation").click();
        assertThat(page).hasURL(base + "/complaints/" + reference);
    }

    @Test
    void theEnginesApplicationsCarryOurNameAndNoBanner() {
        for (Map.Entry<String, String> use : Map.of("tasklist", "handler", "cockpit", "owner", "admin", "admin")
                .entrySet()) {
            String app = use.getKey();
            Page page = signedIn(use.getValue());
            page.navigate(base + "/camunda/app/" + app + "/default/");
            assertThat(page.locator(".navbar-brand")).containsText("Redress");
            assertThat(page.locator(".ce-eol-banner").first()).not().isVisible();
            assertThat(page).hasTitle(Pattern.compile("Redress.*"));
            page.waitForTimeout(1500);
            screenshot(page, "engine-" + app);
        }
    }

    private Page signedIn(String user) {
        Page page = browser.desk();
        signIn(page, base, user);
        return page;
    }

    private void openTask(Page page, String reference, String kind) {
        String id = waitForTask(reference, kind);
        page.navigate(base + TASKLIST + "#/?task=" + id);
        page.reload();
        assertThat(page.locator("h2.task")).isVisible();
    }

    private void openForm(Page page, String reference, String kind) {
        openTask(page, reference, kind);
        page.locator(".external-form").click();
        assertThat(page).hasURL(Pattern.compile(".*/tasks/.*taskId=.*"));
        assertAccessible(page);
    }

    private static void tab(Page page, String name) {
        page.locator(".nav-tabs a")
                .filter(new Locator.FilterOptions().setHasText(name))
                .click();
    }

    private String waitForTask(String reference, String kind) {
        for (int i = 0; i < 120; i++) {
            String id = taskId(reference, kind);
            if (id != null) {
                return id;
            }
            try {
                Thread.sleep(500);
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }
        throw new AssertionError("no task " + kind + " for " + reference + "; open are " + tasks.open(reference));
    }

    private String taskId(String reference, String kind) {
        return tasks.open(reference).stream()
                .filter(task -> task.kind().equals(kind))
                .map(CaseTasks.OpenTask::id)
                .findFirst()
                .orElse(null);
    }

    private void complete(String reference, String kind, String person, String role, Map<String, Object> fields) {
        as(person, Set.of(role), () -> {
            String id = taskId(reference, kind);
            tasks.claim(id);
            tasks.complete(id, fields);
        });
    }

    private void as(String person, Set<String> roles, Runnable work) {
        actors.as(Actor.person(person, roles), work);
    }

    private String register(String description) {
        AtomicReference<String> reference = new AtomicReference<>();
        as(
                "agent",
                Set.of(Roles.AGENTS),
                () -> reference.set(complaints.register(new RegisterComplaint(
                        "phone",
                        null,
                        null,
                        null,
                        "en",
                        new CustomerDetails("Jo Example", "jo@example.org", null, null, "DE", null),
                        List.of(new RegisterComplaint.Product("P-1", "Pump", "L-7", null, null)),
                        "performance",
                        description,
                        null,
                        null))));
        return reference.get();
    }
}
