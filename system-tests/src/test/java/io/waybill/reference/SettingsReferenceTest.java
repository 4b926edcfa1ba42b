package io.waybill.reference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * The table of variables in README.md and the table of all settings in docs/settings.md are what the services bind;
 * {@code -Dwaybill.docs=write} writes them anew.
 */
final class SettingsReferenceTest {
    private static final Path ROOT = Path.of(System.getProperty("waybill.root", ".."));
    private static final String UNUSED = "–";

    /** What the configuration files can't say; a variable without its words fails the test. */
    private static final Map<String, String> VARIABLES = variables();

    @Test
    void the_variables_in_the_readme_are_those_of_the_services() throws IOException {
        assertGenerated(ROOT.resolve("README.md"), "variables", variableTable());
    }

    @Test
    void the_settings_in_the_docs_are_those_of_the_services() throws IOException {
        assertGenerated(ROOT.resolve("docs").resolve("settings.md"), "settings", settingTable());
    }

    @Test
    void every_variable_has_its_words() {
        Set<String> named = new TreeSet<>();
        Arrays.stream(Service.values())
                .forEach(service -> named.addAll(service.variables().keySet()));
        assertThat(VARIABLES.keySet()).containsExactlyInAnyOrderElementsOf(named);
    }

    @Test
    void each_protocol_that_a_service_speaks_has_limits_of_its_own() {
        for (Service service : Service.values()) {
            List<String> protocols = Protocols.of(service.configurations());
            assertThat(protocols).contains("panel");
            assertThat(protocols)
                    .allSatisfy(protocol -> assertThatThrownBy(() -> Protocols.of(
                                    service.configurations(), Map.of("waybill." + protocol + ".catalog-rows", 0)))
                            .hasRootCauseMessage("catalog-rows is 0, must be 1 to 2000000"));
        }
    }

    private static Map<String, String> variables() {
        Map<String, String> words = new LinkedHashMap<>();
        words.put(
                "WAYBILL_DATABASE_URL",
                "`jdbc:postgresql://host:5432/waybill`; the api-service brings the schema up to date");
        words.put("WAYBILL_DATABASE_USER", "may be left out if the URL holds it");
        words.put("WAYBILL_DATABASE_PASSWORD", "may be left out if the URL holds it");
        words.put("WAYBILL_KAFKA", "`host:9092`, several with commas");
        words.put(
                "WAYBILL_SECRET_KEY",
                "32 bytes in base64, the same for all: `openssl rand -base64 32`. Codes and provider keys are encrypted"
                        + " under it; losing it loses them");
        words.put(
                "WAYBILL_PORT",
                "where it listens, workers too: every service has `/livez`, `/readyz` and `/metrics` there");
        words.put(
                "WAYBILL_DATABASE_POOL",
                "most connections to PostgreSQL of one instance, those of its lanes not counted");
        words.put(
                "WAYBILL_LOG_FORMAT",
                "`ecs`, `logstash` or `gelf` for logs in JSON; plain lines with `order=\"…\" account=\"…\"` without it");
        return words;
    }

    private static String variableTable() {
        StringBuilder table = new StringBuilder(
                        row("variable", "api-service", "fulfillment-worker", "upstream-sync-worker", ""))
                .append(row("---", "---", "---", "---", "---"));
        VARIABLES.forEach((name, words) -> table.append(row(
                "`" + name + "`",
                initial(Service.API, name),
                initial(Service.FULFILLMENT, name),
                initial(Service.SYNC, name),
                words)));
        return table.toString();
    }

    private static String initial(Service service, String variable) {
        String initial = service.variables().getOrDefault(variable, UNUSED);
        boolean needed = Set.of("WAYBILL_DATABASE_URL", "WAYBILL_KAFKA", "WAYBILL_SECRET_KEY")
                .contains(variable);
        return initial.isEmpty() && needed ? "needed" : initial;
    }

    private static String settingTable() {
        Map<Settings, Set<Service>> services = new HashMap<>();
        for (Service service : Service.values()) {
            service.settings()
                    .forEach(settings -> services.computeIfAbsent(settings, _ -> new TreeSet<>())
                            .add(service));
        }
        StringBuilder table =
                new StringBuilder(row("setting", "default", "services", "")).append(row("---", "---", "---", "---"));
        services.entrySet().stream()
                .flatMap(entry ->
                        SettingsSource.read(source(entry.getKey().type().getName()))
                                .settings(entry.getKey().prefix())
                                .stream()
                                .map(setting -> Map.entry(setting, entry.getValue())))
                .sorted(Comparator.comparing(entry -> entry.getKey().name()))
                .forEach(entry -> table.append(row(
                        "`" + entry.getKey().name() + "`",
                        initial(entry.getKey(), entry.getValue()),
                        entry.getValue().stream()
                                .map(SettingsReferenceTest::shortly)
                                .collect(Collectors.joining(", ")),
                        entry.getKey().meaning())));
        return table.toString();
    }

    private static String initial(Setting setting, Set<Service> services) {
        return services.stream()
                .flatMap(service -> service.configured(setting.name()).stream())
                .findFirst()
                .map(configured -> "`" + configured + "`")
                .orElse(setting.initial());
    }

    private static String shortly(Service service) {
        return switch (service) {
            case API -> "api";
            case FULFILLMENT -> "fulfillment";
            case SYNC -> "sync";
        };
    }

    private static Path source(String type) {
        String file = type.replace('.', '/') + ".java";
        return Stream.of("common", "api-service", "fulfillment-worker", "upstream-sync-worker")
                .map(module -> ROOT.resolve(module).resolve("src/main/java").resolve(file))
                .filter(Files::exists)
                .findFirst()
                .orElseThrow(() -> new AssertionError("no source of " + type));
    }

    private static String row(String... cells) {
        return Arrays.stream(cells)
                .map(cell -> cell.isEmpty() ? "" : cell + " ")
                .collect(Collectors.joining("| ", "| ", "|\n"));
    }

    private static void assertGenerated(Path file, String name, String table) throws IOException {
        String start = "<!-- " + name + " -->\n";
        String document = Files.readString(file);
        int begin = document.indexOf(start) + start.length();
        int end = document.indexOf("<!-- /" + name + " -->\n");
        assertThat(end)
                .as("%s has a place for the table of %s", file.getFileName(), name)
                .isGreaterThanOrEqualTo(begin);
        String expected = document.substring(0, begin) + table + document.substring(end);
        if ("write".equals(System.getProperty("waybill.docs"))) {
            Files.writeString(file, expected);
        } else {
            assertThat(document)
                    .as("run this test with -Dwaybill.docs=write to bring %s up to date", file.getFileName())
                    .isEqualTo(expected);
        }
    }
}
