package io.waybill.rules;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noMembers;

import com.tngtech.archunit.core.domain.JavaMember;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/** How code is written here, where a tool can tell. */
final class Habits {
    private final String root;

    Habits(String root) {
        this.root = root;
    }

    /** Every rule by the name of the package that its planted violation lives in. */
    Map<String, ArchRule> rules() {
        Map<String, ArchRule> rules = new LinkedHashMap<>();
        rules.put("clock", timeIsInjected());
        rules.put("random", randomnessIsInjected());
        rules.put("sleep", nobodySleeps());
        rules.put("names", namesSayWhatItIs());
        rules.put("util", packagesAreFeatures());
        rules.put("floating", moneyIsNeverAFloatingPointNumber());
        return rules;
    }

    private ArchRule timeIsInjected() {
        return noClasses()
                .that()
                .resideInAPackage(root + "..")
                .should()
                .callMethod(Instant.class, "now")
                .orShould()
                .callMethod(LocalDateTime.class, "now")
                .orShould()
                .callMethod(LocalDate.class, "now")
                .orShould()
                .callMethod(OffsetDateTime.class, "now")
                .orShould()
                .callMethod(System.class, "currentTimeMillis")
                .orShould()
                .callMethod(Clock.class, "systemDefaultZone")
                .because("a test must be able to say what time it is");
    }

    private ArchRule randomnessIsInjected() {
        return noClasses()
                .that()
                .resideInAPackage(root + "..")
                .should()
                .callMethod(Math.class, "random")
                .orShould()
                .callConstructor(Random.class)
                .because("a run must be repeatable from its seed");
    }

    private ArchRule nobodySleeps() {
        return noClasses()
                .that()
                .resideInAPackage(root + "..")
                .should()
                .callMethod(Thread.class, "sleep", long.class)
                .orShould()
                .callMethod(Thread.class, "sleep", java.time.Duration.class)
                .because("what waits must wait for a signal, and be stoppable");
    }

    private ArchRule namesSayWhatItIs() {
        return noClasses()
                .that()
                .resideInAPackage(root + "..")
                .should()
                .haveNameMatching(".*(Impl|Util|Utils|Helper|Manager|DTO|Dto)")
                .because("such a name says how it came about, not what it is");
    }

    private ArchRule packagesAreFeatures() {
        return noClasses()
                .should()
                .resideInAnyPackage(
                        root + "..common..",
                        root + "..util..",
                        root + "..utils..",
                        root + "..model..",
                        root + "..impl..")
                .because("a new file asks which feature it is");
    }

    private ArchRule moneyIsNeverAFloatingPointNumber() {
        return noMembers()
                .that()
                .areDeclaredInClassesThat()
                .resideInAnyPackage(root + ".money..", root + ".ledger..", root + ".order..", root + ".catalog..")
                .should(beAFloatingPointNumber())
                .because("0.1 + 0.2 is not 0.3");
    }

    private static ArchCondition<JavaMember> beAFloatingPointNumber() {
        Set<String> floating = Set.of("double", "float", Double.class.getName(), Float.class.getName());
        return new ArchCondition<>("be, take or return a floating-point number") {
            @Override
            public void check(JavaMember member, ConditionEvents events) {
                boolean found = member.getAllInvolvedRawTypes().stream()
                        .anyMatch(type -> floating.contains(type.getFullName()));
                events.add(new SimpleConditionEvent(member, found, member.getDescription()));
            }
        };
    }
}
