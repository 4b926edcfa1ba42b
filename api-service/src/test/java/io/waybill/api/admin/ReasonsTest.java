package io.waybill.api.admin;

import static org.assertj.core.api.Assertions.assertThat;

import io.waybill.api.ApiTest;
import io.waybill.api.Reply;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

/** Which writes need a reason: the table in docs/admin.md, tried line by line. */
final class ReasonsTest extends ApiTest {
    private static final Path DOCUMENT = Path.of("..", "docs", "admin.md");
    private static final String ADMIN = "/api/admin/v1";
    private static final Pattern LINE =
            Pattern.compile("\\| `(POST|PATCH|DELETE) (/[^`]*)`([^|]*) \\| (required|optional) \\|");
    private static final Pattern FIELD = Pattern.compile("`(\\w+)`");
    private static final Map<String, String> VALUES = Map.of(
            "status", "\"suspended\"", "provider_billing", "false", "provider_daily_cap", "null", "dry_run", "true");

    @Autowired
    private List<RequestMappingHandlerMapping> mappings;

    /**
     * A line of the table.
     *
     * @param body what it is asked with
     */
    private record Line(String method, String path, String body, boolean required) {
        String route() {
            return method + " " + path.replaceAll("\\{[^}]*}", "{}");
        }
    }

    private static List<Line> table() throws IOException {
        return LINE.matcher(Files.readString(DOCUMENT))
                .results()
                .flatMap(ReasonsTest::lines)
                .toList();
    }

    /** One for each field that is named, each alone. */
    private static Stream<Line> lines(MatchResult line) {
        boolean required = line.group(4).equals("required");
        List<String> bodies = FIELD.matcher(line.group(3))
                .results()
                .map(field -> field.group(1))
                .map(field -> "{\"%s\":%s}".formatted(field, VALUES.get(field)))
                .toList();
        return (bodies.isEmpty() ? List.of("{}") : bodies)
                .stream().map(body -> new Line(line.group(1), line.group(2), body, required));
    }

    /** Of things that nobody has, so that nothing changes: what is wrong with a body is told before that. */
    private Reply ask(Line line, String body) {
        return http.call(
                line.method(),
                ADMIN + line.path().replaceAll("\\{[^}]*}", "999999999999"),
                store.admin(),
                HttpRequest.BodyPublishers.ofString(body),
                "Content-Type",
                "application/json");
    }

    private static boolean asksForReason(Reply reply) {
        return reply.json()
                .path("errors")
                .valueStream()
                .anyMatch(error -> error.path("field").asString().equals("reason")
                        && error.path("code").asString().equals("required"));
    }

    @ParameterizedTest
    @MethodSource("table")
    void a_reason_is_required_exactly_where_the_table_says_so(Line line) {
        assertThat(asksForReason(ask(line, line.body()))).isEqualTo(line.required());
        assertThat(asksForReason(ask(line, with(line.body(), "\" \"")))).isEqualTo(line.required());
        Reply told = ask(line, with(line.body(), "\"because\""));
        assertThat(asksForReason(told)).as(told.text()).isFalse();
        assertThat(told.status()).as(told.text()).isBetween(200, 499);
    }

    private static String with(String body, String reason) {
        return body.replaceFirst("}$", (body.equals("{}") ? "" : ",") + "\"reason\":" + reason + "}");
    }

    @Test
    void the_table_has_every_write() throws IOException {
        Set<String> writes = mappings.stream()
                .flatMap(mapping -> mapping.getHandlerMethods().keySet().stream())
                .flatMap(route -> route.getMethodsCondition().getMethods().stream()
                        .filter(method -> !method.name().equals("GET"))
                        .flatMap(method -> route.getPatternValues().stream()
                                .filter(pattern -> pattern.startsWith(ADMIN))
                                .map(pattern -> method + " "
                                        + pattern.substring(ADMIN.length()).replaceAll("\\{[^}]*}", "{}"))))
                .collect(Collectors.toSet());

        assertThat(table().stream().map(Line::route).collect(Collectors.toSet()))
                .hasSizeGreaterThan(10)
                .isEqualTo(writes);
    }
}
