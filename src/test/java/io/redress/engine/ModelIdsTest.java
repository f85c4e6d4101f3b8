package io.redress.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class ModelIdsTest {

    @Test
    void findsProcessesAndDecisionsAndNothingElse() {
        byte[] bpmn = bytes("<d xmlns='x'><process id='a'><task id='t'/></process><process id='b'/></d>");

        assertThat(ModelIds.of("x.bpmn", bpmn)).containsExactly("a", "b");
        assertThat(ModelIds.of("x.dmn", bytes("<d><decision id='table'/></d>"))).containsExactly("table");
        assertThat(ModelIds.of("x.md", bpmn)).isEmpty();
    }

    @Test
    void opensNoEntityAndLeavesBrokenFilesToTheGate() {
        assertThat(ModelIds.of(
                        "x.bpmn",
                        bytes("<!DOCTYPE d [<!ENTITY e SYSTEM 'file:///etc/passwd'>]><d><process id='a'/>&e;</d>")))
                .isEmpty();
        assertThat(ModelIds.of("x.bpmn", bytes("not xml"))).isEmpty();
    }

    @Test
    void readMeFilesAndPicturesAreNoModels() {
        assertThat(ModelFiles.isModel("README.md")).isFalse();
        assertThat(ModelFiles.isModel("complaint/README.md")).isFalse();
        assertThat(ModelFiles.isModel("complaint/picture.png")).isFalse();
        assertThat(ModelFiles.isModel("complaint/messages/answer.en.md")).isTrue();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
