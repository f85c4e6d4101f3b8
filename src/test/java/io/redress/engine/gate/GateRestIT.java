package io.redress.engine.gate;

import static org.assertj.core.api.Assertions.assertThat;

import io.redress.audit.Timeline;
import io.redress.core.CaseRef;
import io.redress.testing.RedressTest;
import java.nio.charset.StandardCharsets;
import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.engine.impl.cfg.ProcessEngineConfigurationImpl;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.client.TestRestTemplate;
import org.springframework.core.io.ByteArrayResource;
import org.springframework.http.HttpEntity;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.util.LinkedMultiValueMap;
import org.springframework.util.MultiValueMap;

/** The doors that a person's model comes through, in the running application. */
@RedressTest
class GateRestIT {

    @Autowired
    TestRestTemplate rest;

    @Autowired
    ProcessEngine engine;

    @Autowired
    Timeline timeline;

    @BeforeEach
    void silence() {
        Canary.reset();
    }

    @Test
    void eachHostileModelIsRefusedWithItsReasonAndTheCanaryIsSilent() {
        for (HostileModels.Hostile hostile : HostileModels.all()) {
            // What the request filter turns away before the engine hears of it has its own tests.
            if (hostile.content().length == 0) {
                continue;
            }
            ResponseEntity<String> answer = deploy("owner", hostile.file(), hostile.content());

            assertThat(answer.getStatusCode())
                    .as(hostile + ": " + answer.getBody())
                    .isEqualTo(HttpStatus.BAD_REQUEST);
            if (!hostile.element().isEmpty()) {
                assertThat(answer.getBody())
                        .as(hostile.name())
                        .contains("\"message\"", hostile.file(), hostile.element(), "allowed");
            }
            assertThat(Canary.sang()).as(hostile.name()).isFalse();
        }
        assertThat(engine.getRepositoryService()
                        .createProcessDefinitionQuery()
                        .processDefinitionKey("hostile")
                        .count())
                .isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"handler", "investigator", "auditor", "agent", "quality"})
    void whoMayNotDeployIsForbiddenBeforeTheGateLooks(String user) {
        HostileModels.Hostile hostile = HostileModels.all().get(0);

        assertThat(deploy(user, hostile.file(), hostile.content()).getStatusCode())
                .isEqualTo(HttpStatus.FORBIDDEN);
    }

    @Test
    void theLedgerKnowsWhatWasRefusedAndToWhom() {
        HostileModels.Hostile hostile = HostileModels.all().get(0);

        deploy("owner", hostile.file(), hostile.content());

        assertThat(timeline.of(CaseRef.system("models"), 0, Timeline.LARGEST_PAGE)
                        .entries())
                .anySatisfy(entry -> {
                    assertThat(entry.actor().id()).isEqualTo("owner");
                    assertThat(entry.facts()).anySatisfy(fact -> assertThat(fact.toString())
                            .contains("engine.model-refused", "hostile.bpmn", "Bad camunda:expression")
                            .doesNotContain("forName"));
                });
    }

    @Test
    void anOwnersHarmlessModelPasses() {
        byte[] text = HostileModels.process(
                        "", "<bpmn:startEvent id=\"StartEvent_Begun\" camunda:asyncAfter=\"true\" />")
                .replace("\"hostile\"", "\"gate-harmless\"")
                .getBytes(StandardCharsets.UTF_8);

        ResponseEntity<String> answer = deploy("owner", "gate-harmless.bpmn", text);

        assertThat(answer.getStatusCode()).as(answer.getBody()).isEqualTo(HttpStatus.OK);
        engine.getRepositoryService()
                .createDeploymentQuery()
                .deploymentName("gate test")
                .list()
                .forEach(deployment -> engine.getRepositoryService().deleteDeployment(deployment.getId(), true));
    }

    @Test
    void theEngineThatRunsIsGuarded() {
        ProcessEngineConfigurationImpl configuration =
                (ProcessEngineConfigurationImpl) engine.getProcessEngineConfiguration();

        assertThat(configuration.getExpressionManager()).isInstanceOf(GuardedExpressions.class);
        assertThat(configuration.getArtifactFactory()).isInstanceOf(GuardedBehaviors.NoClasses.class);
        assertThat(configuration
                        .getCustomPreDeployers()
                        .get(configuration.getCustomPreDeployers().size() - 1))
                .isInstanceOf(GateDeployer.class);
    }

    private ResponseEntity<String> deploy(String user, String file, byte[] content) {
        MultiValueMap<String, Object> body = new LinkedMultiValueMap<>();
        body.add("deployment-name", "gate test");
        body.add("deployment-source", "Camunda Modeler");
        body.add("data", new ByteArrayResource(content) {
            @Override
            public String getFilename() {
                return file;
            }
        });
        HttpHeaders headers = new HttpHeaders();
        headers.setContentType(MediaType.MULTIPART_FORM_DATA);
        return rest.withBasicAuth(user, "demo")
                .postForEntity("/engine-rest/deployment/create", new HttpEntity<>(body, headers), String.class);
    }
}
