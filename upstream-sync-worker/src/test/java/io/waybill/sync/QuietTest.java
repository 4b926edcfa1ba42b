package io.waybill.sync;

import static org.assertj.core.api.Assertions.assertThat;

import io.waybill.testing.TestDatabase;
import io.waybill.testing.TestServices;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** Whoever asks for paths that don't exist fills no log with them. */
@ExtendWith(OutputCaptureExtension.class)
class QuietTest {
    @Test
    void anUnknownPathIsAnsweredAndNotLogged(CapturedOutput output) throws Exception {
        try (TestDatabase database = TestServices.database();
                RunningWorker worker = RunningWorker.start(database)) {
            for (String path :
                    List.of("/nowhere", "/livez/nowhere", "/favicon.ico", "/metrics/nowhere", "/%2e%2e/etc")) {
                assertThat(worker.get(path).statusCode()).as(path).isBetween(400, 499);
            }
        }

        assertThat(output.getAll()).contains(" INFO ").doesNotContain(" WARN ", " ERROR ");
    }
}
