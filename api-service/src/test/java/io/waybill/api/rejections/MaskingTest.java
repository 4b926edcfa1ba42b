package io.waybill.api.rejections;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class MaskingTest {
    @Test
    void keys_and_addresses_are_taken_out_wherever_they_stand() {
        assertThat(Masking.masked("/x/sk_live_abcDEF123/y?k=ak_live_Z9", 100))
                .isEqualTo("/x/sk_live_***/y?k=ak_live_***");
        assertThat(Masking.masked("{\"ref\":\"jo.doe+x@mail.example.com\"}", 100))
                .isEqualTo("{\"ref\":\"***@***\"}");
        assertThat(Masking.masked("order 17 of sk_test_a", 100)).isEqualTo("order 17 of sk_test_***");
    }

    @Test
    void a_text_is_shortened_before_anything_is_looked_for_in_it() {
        assertThat(Masking.masked("x".repeat(1000), 10)).hasSize(10);
    }
}
