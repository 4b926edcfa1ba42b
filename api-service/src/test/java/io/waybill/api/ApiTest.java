package io.waybill.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.waybill.api.admin.Troubles;
import io.waybill.testing.TestDatabase;
import io.waybill.testing.TestServices;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Import;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/**
 * The service as it runs, once for all test classes, on a database of its own. Tests use resellers and items of their
 * own.
 */
@SpringBootTest(
        classes = ApiService.class,
        webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
        properties = "spring.config.name=api-service")
@Import({TestStore.class, Troubles.class, StagedIntake.class})
public abstract class ApiTest {
    private static final TestDatabase DATABASE = TestServices.database();
    private static final String SECRET_KEY = secretKey();

    @LocalServerPort
    private int port;

    @Autowired
    protected TestStore store;

    @Autowired
    protected JdbcClient jdbc;

    @Autowired
    protected Troubles troubles;

    protected HttpCalls http;

    @DynamicPropertySource
    public static void settings(DynamicPropertyRegistry registry) {
        DATABASE.springProperties().forEach((name, value) -> registry.add(name, () -> value));
        registry.add("spring.kafka.bootstrap-servers", TestServices::bootstrapServers);
        registry.add("waybill.secret-key", () -> SECRET_KEY);
    }

    @BeforeEach
    public void connect() {
        http = new HttpCalls(port);
    }

    protected int port() {
        return port;
    }

    /** A second instance on the same database, ready for requests; the caller closes it. */
    protected static ConfigurableApplicationContext anotherInstance(String... settings) {
        List<String> arguments = new ArrayList<>(List.of(
                "--server.port=0",
                "--spring.kafka.bootstrap-servers=" + TestServices.bootstrapServers(),
                "--waybill.secret-key=" + SECRET_KEY));
        DATABASE.springProperties().forEach((name, value) -> arguments.add("--" + name + "=" + value));
        arguments.addAll(List.of(settings));
        return ApiService.application().run(arguments.toArray(String[]::new));
    }

    protected static HttpCalls callsTo(ConfigurableApplicationContext instance) {
        return new HttpCalls(instance.getEnvironment().getRequiredProperty("local.server.port", Integer.class));
    }

    /** The habits of every failure. */
    public static void assertFailure(Reply reply, int status, String error) {
        assertThat(reply.status()).as(reply.text()).isEqualTo(status);
        assertThat(reply.error()).as(reply.text()).isEqualTo(error);
        assertThat(reply.header("Content-Type")).isEqualTo("application/json; charset=utf-8");
        assertThat(reply.json().path("ok").asBoolean(true)).isFalse();
        assertThat(reply.string("message")).isNotBlank();
        assertThat(reply.string("request_id")).matches("req_[0-9A-HJKMNP-TV-Z]{26}");
        assertThat(reply.string("retry")).isNotBlank();
        assertThat(reply.json().has("charged")).isTrue();
        assertThat(reply.text()).doesNotContain("Exception", "org.springframework", "io.waybill", "<html");
    }

    /** A failure that surely cost nothing. */
    public static void assertRefused(Reply reply, int status, String error) {
        assertFailure(reply, status, error);
        assertThat(reply.json().path("charged").asBoolean(true)).isFalse();
    }

    /** A field was refused, and is named with the code that says why. */
    public static void assertInvalid(Reply reply, String field, String code) {
        assertRefused(reply, 400, "validation");
        assertThat(reply.json()
                        .path("errors")
                        .valueStream()
                        .map(error -> error.path("field").asString() + " "
                                + error.path("code").asString()))
                .as(reply.text())
                .contains(field + " " + code);
    }

    private static String secretKey() {
        byte[] key = new byte[32];
        new SecureRandom().nextBytes(key);
        return Base64.getEncoder().encodeToString(key);
    }
}
