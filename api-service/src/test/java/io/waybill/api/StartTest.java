package io.waybill.api;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.waybill.launch.MissingSettingsException;
import org.junit.jupiter.api.Test;

final class StartTest {
    @Test
    void a_start_without_its_settings_ends_with_one_sentence_that_names_them() {
        assertThatThrownBy(() -> ApiService.application()
                        .run("--spring.datasource.url=", "--spring.kafka.bootstrap-servers=x", "--waybill.secret-key="))
                .isInstanceOf(MissingSettingsException.class)
                .hasMessage("api-service needs these environment variables: WAYBILL_DATABASE_URL, WAYBILL_SECRET_KEY.");
    }
}
