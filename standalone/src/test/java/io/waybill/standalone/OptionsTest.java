package io.waybill.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.waybill.standalone.Options.Service;
import io.waybill.standalone.Options.WrongOption;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OptionsTest {

    @Test
    void withoutOptionsEverythingRunsOnTheUsualPorts() {
        Options options = parse(Map.of());

        assertThat(options.services()).containsExactlyInAnyOrder(Service.values());
        assertThat(options.port()).isEqualTo(8080);
        assertThat(options.providerPort()).isEqualTo(8090);
        assertThat(options.data()).isEqualTo(Path.of("waybill-data").toAbsolutePath());
    }

    @Test
    void servicesAreAllNoneOrSome() {
        assertThat(parse(Map.of(), "--services=none").services()).isEmpty();
        assertThat(parse(Map.of(), "--services=all").services()).hasSize(3);
        assertThat(parse(Map.of(), "--services=api,sync").services())
                .containsExactlyInAnyOrder(Service.API, Service.SYNC);
    }

    @Test
    void aSystemPropertyIsAnOptionToo() {
        Options options = parse(Map.of("waybill.port", "9001", "waybill.services", "fulfillment", "waybill.data", " "));

        assertThat(options.port()).isEqualTo(9001);
        assertThat(options.services()).containsExactly(Service.FULFILLMENT);
        assertThat(options.data().getFileName()).hasToString("waybill-data");
    }

    @Test
    void theCommandLineWinsOverTheProperties() {
        assertThat(parse(Map.of("waybill.provider-port", "9001"), "--provider-port=9002")
                        .providerPort())
                .isEqualTo(9002);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            --colour=red          | There is no option --colour.
            services=none         | There is no option services.
            -port=1               | There is no option -port.
            --port                | The option --port needs a value: --port=...
            --data=               | The option --data needs a value: --data=...
            --port=http           | --port is a number from 0 (any free port) to 65535, not 'http'.
            --provider-port=65536 | --provider-port is a number from 0 (any free port) to 65535, not '65536'.
            --port=-1             | --port is a number from 0 (any free port) to 65535, not '-1'.
            --services=api,web    | --services is all, none, or some of api,fulfillment,sync, not 'web'.
            --services=api,       | --services is all, none, or some of api,fulfillment,sync, not ''.
            """)
    void aWrongOptionIsToldWithWhatIsRight(String argument, String message) {
        assertThatThrownBy(() -> parse(Map.of(), argument))
                .isInstanceOf(WrongOption.class)
                .hasMessage(message);
    }

    private static Options parse(Map<String, String> properties, String... arguments) {
        return Options.parse(arguments, properties::get);
    }
}
