package io.redress;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.redress.engine.PublishedBean;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZonedDateTime;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.RestController;

/** The rules of the house that a compiler does not know. */
class ArchitectureTest {

    private static final JavaClasses OURS = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("io.redress");

    private static final DescribedPredicate<JavaClass> MAY_KNOW_THE_ENGINE =
            resideInAnyPackage("io.redress.engine..", "io.redress.identity..", "io.redress..process..");

    @Test
    void onlyProcessAdaptersEngineAndIdentityKnowTheEngine() {
        noClasses()
                .that(DescribedPredicate.not(MAY_KNOW_THE_ENGINE))
                .should()
                .dependOnClassesThat(resideInAPackage("org.camunda.."))
                .because("swapping the engine must stay a matter of three packages")
                .check(OURS);
        assertThat(OURS.stream()
                        .filter(MAY_KNOW_THE_ENGINE)
                        .flatMap(type -> type.getDirectDependenciesFromSelf().stream())
                        .anyMatch(dependency ->
                                dependency.getTargetClass().getPackageName().startsWith("org.camunda")))
                .as("the rule matched something")
                .isTrue();
    }

    @Test
    void timeComesFromTheOneClock() {
        noClasses()
                .that()
                .doNotHaveSimpleName("RedressClock")
                .should()
                .callMethod(Instant.class, "now")
                .orShould()
                .callMethod(LocalDate.class, "now")
                .orShould()
                .callMethod(LocalDateTime.class, "now")
                .orShould()
                .callMethod(ZonedDateTime.class, "now")
                .orShould()
                .callConstructor(java.util.Date.class)
                .because("tests and the demo move the clock; a second source of time would not follow")
                .check(OURS);
    }

    @Test
    void namesSayWhatAThingIs() {
        noClasses().should().haveSimpleNameEndingWith("Impl").check(OURS);
        noClasses()
                .should()
                .resideInAnyPackage("..util..", "..utils..", "..common..", "..dto..", "..service..", "..impl..")
                .check(OURS);
    }

    @Test
    void collaboratorsArriveThroughConstructors() {
        noFields().should().beAnnotatedWith(Autowired.class).check(OURS);
    }

    @Test
    void controllersAreNobodysBusinessButTheirModules() {
        classes()
                .that()
                .areAnnotatedWith(Controller.class)
                .or()
                .areAnnotatedWith(RestController.class)
                .should()
                .bePackagePrivate()
                .check(OURS);
    }

    @Test
    void beansThatModelsNameArePublic() {
        classes()
                .that()
                .areAnnotatedWith(PublishedBean.class)
                .should()
                .bePublic()
                .because("the engine calls them by reflection; a package-private class ends in \"method is null\"")
                .check(OURS);
        methods()
                .that()
                .areDeclaredInClassesThat()
                .areAnnotatedWith(PublishedBean.class)
                .and()
                .arePublic()
                .should()
                .notHaveRawReturnType(DescribedPredicate.describe("an enum", JavaClass::isEnum))
                .because("an enum becomes a serialized Java object in the engine's tables")
                .check(OURS);
    }
}
