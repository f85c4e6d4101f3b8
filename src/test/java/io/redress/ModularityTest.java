package io.redress;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.springframework.modulith.core.ApplicationModules;
import org.springframework.modulith.docs.Documenter;

class ModularityTest {

    private final ApplicationModules modules = ApplicationModules.of(RedressApplication.class);

    @Test
    void modulesDependOnlyOnWhatTheyDeclare() {
        assertThat(modules.stream()).hasSizeGreaterThanOrEqualTo(9);
        modules.verify();
    }

    @Test
    void thePictureOfTheModulesCanBeDrawn() {
        new Documenter(modules, Documenter.Options.defaults().withOutputFolder("target/modules"))
                .writeModulesAsPlantUml();
        assertThat(Path.of("target/modules/components.puml"))
                .exists()
                .satisfies(file -> assertThat(Files.readString(file)).contains("Complaint", "Engine"));
    }
}
