package io.waybill.rules;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.core.importer.Location;
import com.tngtech.archunit.core.importer.Locations;
import com.tngtech.archunit.lang.ArchRule;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The whole of Waybill keeps every rule, and every rule fails where it should. */
class ArchitectureTest {
    private static final String ROOT = "io.waybill";
    private static final JavaClasses WAYBILL = production();

    private static JavaClasses production() {
        Path standalone = Path.of("..", "standalone", "target", "classes");
        List<Location> locations = new ArrayList<>(Locations.ofPackage(ROOT));
        locations.add(Location.of(standalone));
        return new ClassFileImporter()
                .withImportOption(new ImportOption.DoNotIncludeTests())
                .importLocations(locations);
    }

    static Stream<String> rules() {
        return Stream.concat(new Walls(ROOT).rules().keySet().stream(), new Habits(ROOT).rules().keySet().stream());
    }

    @ParameterizedTest
    @MethodSource("rules")
    void waybillKeepsTheRule(String name) {
        rulesFor(ROOT).get(name).check(WAYBILL);
    }

    @ParameterizedTest
    @MethodSource("rules")
    void theRuleFailsOnAPlantedViolation(String name) {
        String root = "planted." + name;
        JavaClasses planted = new ClassFileImporter().importPackages(root);
        assertThat(planted).isNotEmpty();
        assertThat(rulesFor(root).get(name).evaluate(planted).hasViolation())
                .as("a violation of '%s' in %s is seen", name, root)
                .isTrue();
    }

    @Test
    void everyModuleIsLookedAt() {
        assertThat(Stream.of("order", "api", "fulfillment", "sync", "standalone", "simulator", "local", "testing"))
                .allSatisfy(feature -> assertThat(WAYBILL.stream()
                                .anyMatch(type -> type.getPackageName().startsWith(ROOT + "." + feature)))
                        .as(feature)
                        .isTrue());
    }

    private static Map<String, ArchRule> rulesFor(String root) {
        Map<String, ArchRule> rules = new Walls(root).rules();
        rules.putAll(new Habits(root).rules());
        return rules;
    }
}
