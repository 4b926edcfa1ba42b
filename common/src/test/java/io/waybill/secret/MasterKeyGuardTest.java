package io.waybill.secret;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.waybill.fixture.TestStore;
import java.util.Base64;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class MasterKeyGuardTest {
    private final TestStore store = new TestStore();

    @AfterEach
    void close() {
        store.close();
    }

    @Test
    void the_key_of_the_first_start_is_the_stores_for_good() {
        assertThatCode(guard(1)::start).doesNotThrowAnyException();
        assertThatCode(guard(1)::start).doesNotThrowAnyException();

        assertThatThrownBy(guard(2)::start)
                .isInstanceOf(SecretException.class)
                .hasMessageStartingWith("WAYBILL_SECRET_KEY is another key");
        assertThatCode(guard(1)::start).doesNotThrowAnyException();
    }

    private MasterKeyGuard guard(int seed) {
        byte[] key = new byte[32];
        key[0] = (byte) seed;
        return new MasterKeyGuard(
                new JdbcMasterKey(store.jdbc()),
                SecretBox.of(Base64.getEncoder().encodeToString(key)));
    }
}
