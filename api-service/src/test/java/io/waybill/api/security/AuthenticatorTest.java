package io.waybill.api.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.waybill.account.Account;
import io.waybill.account.ApiKey;
import io.waybill.account.ApiKeys;
import io.waybill.account.Mode;
import io.waybill.secret.KeySecret;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.dao.DataAccessResourceFailureException;

final class AuthenticatorTest {
    private final KeySecret secret = newSecret();
    private final BookOfKeys keys = new BookOfKeys();
    private long now;
    private final Authenticator authenticator = new Authenticator(keys, () -> now);

    @Test
    void a_good_key_is_remembered_for_a_moment() {
        authenticator.find(secret);
        pass(Authenticator.FRESH_FOR.minusMillis(1));
        assertThat(authenticator.find(secret)).isPresent();

        assertThat(keys.asked).isEqualTo(1);
    }

    @Test
    void a_revocation_is_seen_at_the_first_request_after_two_seconds() {
        authenticator.find(secret);
        keys.state = ApiKey.State.REVOKED;
        pass(Authenticator.FRESH_FOR);

        assertThat(authenticator.find(secret))
                .hasValueSatisfying(key -> assertThat(key.state()).isEqualTo(ApiKey.State.REVOKED));
        assertThat(authenticator.find(secret))
                .hasValueSatisfying(key -> assertThat(key.state()).isEqualTo(ApiKey.State.REVOKED));
        assertThat(keys.asked).isEqualTo(3);
    }

    @Test
    void without_the_database_a_key_works_no_longer_than_five_seconds() {
        authenticator.find(secret);
        keys.reachable = false;
        pass(Authenticator.FRESH_FOR);
        assertThatThrownBy(() -> authenticator.find(secret)).isInstanceOf(DataAccessResourceFailureException.class);
        assertThat(authenticator.find(secret)).as("the others go on meanwhile").isPresent();

        pass(Authenticator.USABLE_FOR.minus(Authenticator.FRESH_FOR));

        assertThat(Authenticator.USABLE_FOR).isLessThan(Duration.ofSeconds(5));
        assertThatThrownBy(() -> authenticator.find(secret)).isInstanceOf(DataAccessResourceFailureException.class);
    }

    @Test
    void what_is_not_good_is_never_remembered() {
        keys.state = ApiKey.State.EXPIRED;
        authenticator.find(secret);
        keys.state = ApiKey.State.VALID;

        assertThat(authenticator.find(secret))
                .hasValueSatisfying(key -> assertThat(key.state()).isEqualTo(ApiKey.State.VALID));
    }

    @Test
    void an_unknown_key_is_asked_for_each_time() {
        keys.known = false;
        assertThat(authenticator.find(secret)).isEmpty();
        assertThat(authenticator.find(secret)).isEmpty();
        assertThat(keys.asked).isEqualTo(2);

        keys.known = true;
        assertThat(authenticator.find(secret)).isPresent();
    }

    @Test
    void no_more_keys_are_remembered_than_there_is_room_for_and_the_newest_is_among_them() {
        List<KeySecret> many = Stream.generate(AuthenticatorTest::newSecret)
                .limit(Authenticator.MOST_REMEMBERED + 2_000)
                .toList();
        many.forEach(authenticator::find);
        authenticator.find(secret);
        authenticator.find(secret);
        assertThat(keys.asked).isEqualTo(many.size() + 1);

        many.forEach(authenticator::find);

        assertThat(keys.asked - many.size()).isGreaterThan(2_000);
    }

    private static KeySecret newSecret() {
        return KeySecret.create(KeySecret.Kind.RESELLER_LIVE, new SecureRandom());
    }

    private void pass(Duration time) {
        now += time.toNanos();
    }

    /** All keys, in whatever state. */
    private static final class BookOfKeys implements ApiKeys {
        private ApiKey.State state = ApiKey.State.VALID;
        private boolean known = true;
        private boolean reachable = true;
        private int asked;

        @Override
        public Optional<ApiKey> authenticate(KeySecret secret) {
            asked++;
            if (!reachable) {
                throw new DataAccessResourceFailureException("no database");
            }
            if (!known) {
                return Optional.empty();
            }
            Account account = new Account(
                    1,
                    "a@example.com",
                    "A",
                    Account.Role.RESELLER,
                    Account.Status.ACTIVE,
                    0,
                    false,
                    null,
                    Instant.EPOCH);
            return Optional.of(new ApiKey(1, account, 1, Mode.LIVE, Set.of(), List.of(), state));
        }

        @Override
        public Created create(NewKey key) {
            throw new UnsupportedOperationException();
        }

        @Override
        public boolean revoke(long accountId, long keyId) {
            throw new UnsupportedOperationException();
        }

        @Override
        public List<Listed> list(long accountId, @Nullable Long before, int limit) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Optional<Listed> find(long accountId, long keyId) {
            throw new UnsupportedOperationException();
        }

        @Override
        public int countGood(long accountId) {
            throw new UnsupportedOperationException();
        }

        @Override
        public List<AdminKey> writingAdminKeys() {
            throw new UnsupportedOperationException();
        }

        @Override
        public void markUsed(Collection<Long> keyIds) {
            throw new UnsupportedOperationException();
        }
    }
}
