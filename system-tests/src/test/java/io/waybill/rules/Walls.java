package io.waybill.rules;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.belongToAnyOf;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.simpleNameEndingWith;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.simpleNameStartingWith;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.lang.ArchRule;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.Statement;
import java.util.LinkedHashMap;
import java.util.Map;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Who may know whom. The rules are written for any root package, so that each can be run against planted classes as
 * well.
 */
final class Walls {
    private static final String[] PLATFORM = {"java..", "javax..", "org.jspecify..", "org.slf4j.."};
    private static final String[] KAFKA = {"org.apache.kafka..", "org.springframework.kafka.."};
    private static final String[] WEB = {"org.springframework.web..", "org.springframework.http..", "jakarta.servlet.."
    };
    private static final String[] SERVICES = {"api", "fulfillment", "sync"};

    private final String root;

    Walls(String root) {
        this.root = root;
    }

    /** Every rule by the name of the package that its planted violation lives in. */
    Map<String, ArchRule> rules() {
        Map<String, ArchRule> rules = new LinkedHashMap<>();
        rules.put("money", moneyKnowsNothing());
        rules.put("ledger", theLedgerKnowsMoneyOnly());
        rules.put("order", ordersKnowNeitherProvidersNorKafka());
        rules.put("kafka", onlyMessagingKnowsKafka());
        rules.put("web", theDomainKnowsNoWeb());
        rules.put("adapters", adaptersDoNotKnowEachOther());
        rules.put("services", servicesDoNotKnowEachOther());
        rules.put("standalone", nothingDependsOnStandalone());
        rules.put("simulator", theSimulatorSharesNoCode());
        rules.put("sql", sqlIsWrittenInJdbcTypes());
        rules.put("hidden", jdbcTypesAreHidden());
        rules.put("calls", noProviderCallInsideATransaction());
        rules.put("cycles", featuresFormNoCycle());
        return rules;
    }

    private ArchRule moneyKnowsNothing() {
        return classes()
                .that(resideIn("money"))
                .should()
                .onlyDependOnClassesThat(resideIn("money").or(resideInAnyPackage(PLATFORM)))
                .because("amounts are needed everywhere, and must not drag anything along");
    }

    private ArchRule theLedgerKnowsMoneyOnly() {
        return classes()
                .that(resideIn("ledger"))
                .should()
                .onlyDependOnClassesThat(resideIn("ledger")
                        .or(resideIn("money"))
                        .or(resideInAnyPackage(PLATFORM))
                        .or(resideInAnyPackage("org.springframework..")))
                .because("where the money is must be readable without knowing what an order is");
    }

    private ArchRule ordersKnowNeitherProvidersNorKafka() {
        return noClasses()
                .that(resideIn("order"))
                .should()
                .dependOnClassesThat(resideIn("provider").or(resideIn("messaging")))
                .because("an order's life must not depend on who sells it or what carries the news");
    }

    private ArchRule onlyMessagingKnowsKafka() {
        return noClasses()
                .that(resideIn("")
                        .and(DescribedPredicate.not(resideIn("messaging")))
                        .and(DescribedPredicate.not(resideIn("local")))
                        .and(DescribedPredicate.not(resideIn("testing"))))
                .should()
                .dependOnClassesThat(resideInAnyPackage(KAFKA))
                .because("Kafka may be wiped or replaced without touching what an order is");
    }

    private ArchRule theDomainKnowsNoWeb() {
        return noClasses()
                .that(resideIn("")
                        .and(DescribedPredicate.not(resideIn("api")))
                        .and(DescribedPredicate.not(resideIn("fulfillment")))
                        .and(DescribedPredicate.not(resideIn("sync")))
                        .and(DescribedPredicate.not(resideIn("standalone"))))
                .should()
                .dependOnClassesThat(resideInAnyPackage(WEB))
                .because("the domain serves workers and tests as well as HTTP");
    }

    private ArchRule adaptersDoNotKnowEachOther() {
        return slices().matching(root + ".provider.(*)..")
                .should()
                .notDependOnEachOther()
                .ignoreDependency(DescribedPredicate.alwaysTrue(), resideIn("provider.http"))
                .because("each adapter is an island, on the one shore of what all of them say over HTTP");
    }

    private ArchRule servicesDoNotKnowEachOther() {
        return slices().assignedFrom(new ServiceSlices(root, SERVICES))
                .should()
                .notDependOnEachOther()
                .because("each service is deployed, scaled and restarted by itself");
    }

    private ArchRule nothingDependsOnStandalone() {
        return noClasses()
                .that(resideIn("").and(DescribedPredicate.not(resideIn("standalone"))))
                .should()
                .dependOnClassesThat(resideIn("standalone"))
                .because("it only puts the others together");
    }

    private ArchRule theSimulatorSharesNoCode() {
        return noClasses()
                .that(resideIn("simulator"))
                .should()
                .dependOnClassesThat(resideIn("").and(DescribedPredicate.not(resideIn("simulator"))))
                .because("a counterpart that shares our code shares our mistakes");
    }

    private ArchRule sqlIsWrittenInJdbcTypes() {
        return noClasses()
                .that(resideIn("")
                        .and(DescribedPredicate.not(outermost(simpleNameStartingWith("Jdbc"))))
                        .and(DescribedPredicate.not(resideIn("local")))
                        .and(DescribedPredicate.not(resideIn("testing")))
                        .and(DescribedPredicate.not(resideIn("benchmark")))
                        .and(DescribedPredicate.not(resideIn("standalone"))))
                .should()
                .callMethod(JdbcClient.class, "sql", String.class)
                .orShould()
                .dependOnClassesThat(belongToAnyOf(Connection.class, Statement.class, PreparedStatement.class)
                        .or(resideInAnyPackage("org.postgresql..")))
                .because("an operator looks for statements in one kind of place");
    }

    private ArchRule jdbcTypesAreHidden() {
        return classes()
                .that(resideIn("").and(simpleNameStartingWith("Jdbc")))
                .should()
                .notHaveModifier(JavaModifier.PUBLIC)
                .because("a feature shows what it promises, not how it is kept");
    }

    private ArchRule noProviderCallInsideATransaction() {
        return noClasses()
                .that(callTheProvider())
                .and(DescribedPredicate.not(simpleNameEndingWith("Configuration")))
                .should()
                .dependOnClassesThat(resideInAnyPackage("org.springframework.transaction.."))
                .because("a transaction must not wait for somebody else's server");
    }

    private ArchRule featuresFormNoCycle() {
        return slices().matching(root + ".(*)..")
                .should()
                .beFreeOfCycles()
                .because("a feature that can't be read alone can't be changed alone");
    }

    private DescribedPredicate<JavaClass> callTheProvider() {
        return DescribedPredicate.describe(
                "call a provider",
                type -> type.getMethodCallsFromSelf().stream()
                        .anyMatch(call -> call.getTargetOwner().getFullName().equals(root + ".provider.Provider")));
    }

    private DescribedPredicate<JavaClass> resideIn(String feature) {
        return resideInAnyPackage(feature.isEmpty() ? root + ".." : root + "." + feature + "..");
    }

    private static DescribedPredicate<JavaClass> outermost(DescribedPredicate<? super JavaClass> predicate) {
        return DescribedPredicate.describe("outermost class with " + predicate.getDescription(), type -> {
            JavaClass outer = type;
            while (outer.getEnclosingClass().isPresent()) {
                outer = outer.getEnclosingClass().get();
            }
            return predicate.test(outer);
        });
    }
}
