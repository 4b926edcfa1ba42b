package io.waybill.secret;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Base64;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.diagnostics.FailureAnalyzer;
import org.springframework.core.io.support.SpringFactoriesLoader;
import org.springframework.core.io.support.SpringFactoriesLoader.FailureHandler;

class SecretTest {
    private static final String KEY = Base64.getEncoder().encodeToString(new byte[32]);
    private final SecretBox box = SecretBox.of(KEY);

    @Test
    void aSealedSecretOpensForItsContextOnly() {
        Sealed sealed = box.seal("CODE-1", "order:1");
        assertThat(box.open(sealed, "order:1")).isEqualTo("CODE-1");
        assertThatThrownBy(() -> box.open(sealed, "order:2"))
                .isInstanceOf(SecretException.class)
                .hasMessageContaining("order:2")
                .hasMessageNotContaining("CODE-1");
    }

    @Test
    void aSealedSecretOpensUnderItsKeyOnlyAndUndamaged() {
        Sealed sealed = box.seal("CODE-1", "order:1");
        byte[] otherKey = new byte[32];
        otherKey[0] = 1;
        SecretBox other = SecretBox.of(Base64.getEncoder().encodeToString(otherKey));
        assertThatThrownBy(() -> other.open(sealed, "order:1")).isInstanceOf(SecretException.class);
        byte[] damaged = sealed.toBytes();
        damaged[damaged.length - 1] ^= 1;
        assertThatThrownBy(() -> box.open(Sealed.ofBytes(damaged), "order:1")).isInstanceOf(SecretException.class);
        assertThatThrownBy(() -> box.open(Sealed.ofBytes(new byte[5]), "order:1"))
                .isInstanceOf(SecretException.class);
    }

    @Test
    void theSameSecretIsSealedDifferentlyEachTimeButHasOneFingerprint() {
        assertThat(box.seal("CODE-1", "c")).isNotEqualTo(box.seal("CODE-1", "c"));
        assertThat(box.fingerprint("CODE-1"))
                .isEqualTo(box.fingerprint("CODE-1"))
                .isNotEqualTo(box.fingerprint("CODE-2"));
    }

    @Test
    void aWrongMasterKeyIsRefusedWithTheRemedy() {
        assertThatThrownBy(() -> SecretBox.of("not base64!"))
                .hasMessageContaining("openssl rand -base64 32")
                .hasMessageNotContaining("not base64!");
        assertThatThrownBy(() -> SecretBox.of("c2hvcnQ=")).hasMessageContaining("5 bytes instead of 32");
    }

    @Test
    void aStartUnderAWrongMasterKeyEndsWithOneSentence() {
        SecretException wrong = new SecretException("WAYBILL_SECRET_KEY is wrong.");

        assertThat(SpringFactoriesLoader.forDefaultResourceLocation()
                        .load(FailureAnalyzer.class, FailureHandler.handleMessage((_, _) -> {}))
                        .stream()
                        .map(analyzer -> analyzer.analyze(new IllegalStateException("no bean", wrong)))
                        .filter(Objects::nonNull)
                        .map(FailureAnalysis::getDescription))
                .containsExactly("WAYBILL_SECRET_KEY is wrong.");
    }

    @ParameterizedTest
    @EnumSource
    void aKeyIsLettersAndDigitsAndReadsBack(KeySecret.Kind kind) {
        KeySecret secret = KeySecret.create(kind, new Random(7));
        assertThat(secret.reveal()).matches("[as]k_(live|test)_[0-9A-Za-z]{38}");
        assertThat(KeySecret.parse(secret.reveal()).orElseThrow().hash()).isEqualTo(secret.hash());
        assertThat(secret.toString()).doesNotContain(secret.reveal());
    }

    @Test
    void aTypoIsSeenByTheChecksum() {
        String secret =
                KeySecret.create(KeySecret.Kind.RESELLER_LIVE, new Random(7)).reveal();
        char typo = secret.charAt(10) == 'a' ? 'b' : 'a';
        assertThat(KeySecret.parse(secret.substring(0, 10) + typo + secret.substring(11)))
                .isEmpty();
        assertThat(KeySecret.parse(secret.replace("live", "test"))).isEmpty();
        assertThat(KeySecret.parse("sk_live_")).isEmpty();
        assertThat(KeySecret.parse("")).isEmpty();
    }
}
