package io.waybill.api.ratelimit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.waybill.account.Account;
import io.waybill.account.ApiKey;
import io.waybill.account.Mode;
import io.waybill.api.http.Exchange;
import io.waybill.api.http.RefusedException;
import io.waybill.error.ErrorCode;
import io.waybill.error.Refusal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.springframework.mock.web.MockHttpServletRequest;

final class RateLimitsTest {
    private long now = Long.MAX_VALUE / 4;
    private final RateLimits limits = new RateLimits(() -> now);

    @Test
    void a_key_may_send_as_many_as_its_limit_at_once_and_then_as_they_come_in() {
        for (int left = 9; left >= 0; left--) {
            assertThat(admitted(key(1, 10)).headers()).containsEntry("RateLimit", "\"default\";r=" + left + ";t=1");
        }
        assertThat(refused(key(1, 10)).retryAfter()).isEqualTo(Duration.ofSeconds(1));

        pass(Duration.ofMillis(100));
        admitted(key(1, 10));
        refused(key(1, 10));

        pass(Duration.ofHours(1));
        for (int i = 0; i < 10; i++) {
            admitted(key(1, 10));
        }
        refused(key(1, 10));
    }

    @Test
    void what_was_refused_costs_nothing() {
        admitted(key(1, 1));
        for (int i = 0; i < 1_000; i++) {
            refused(key(1, 1));
        }

        pass(Duration.ofSeconds(1));
        admitted(key(1, 1));
    }

    @Test
    void each_key_has_its_own_limit() {
        admitted(key(1, 1));
        refused(key(1, 1));

        assertThat(admitted(key(2, 1)).headers()).containsEntry("RateLimit-Policy", "\"default\";q=1;w=1");
    }

    @Test
    void a_key_without_a_limit_is_told_nothing() {
        for (int i = 0; i < 1_000; i++) {
            assertThat(admitted(key(1, 0)).headers()).isEmpty();
        }
    }

    @Test
    void the_orders_of_a_batch_are_owed_until_they_have_come_in() {
        Exchange batch = admitted(key(1, 10));
        limits.charge(batch, 99);

        assertThat(batch.headers()).containsEntry("RateLimit", "\"default\";r=0;t=10");
        assertThat(refused(key(1, 10)).retryAfter()).isEqualTo(Duration.ofSeconds(10));
        pass(Duration.ofSeconds(9));
        assertThat(refused(key(1, 10)).retryAfter()).isEqualTo(Duration.ofSeconds(1));
        pass(Duration.ofMillis(100));
        admitted(key(1, 10));
        refused(key(1, 10));
    }

    @Test
    void the_greatest_debt_is_not_forgotten_before_it_is_paid() {
        limits.charge(admitted(key(1, 1)), 499);

        pass(Duration.ofSeconds(499));
        refused(key(1, 1));
        pass(Duration.ofSeconds(1));
        admitted(key(1, 1));
    }

    @Test
    void another_limit_is_in_force_with_the_next_request_and_gives_no_tokens_away() {
        for (int i = 0; i < 10; i++) {
            admitted(key(1, 10));
        }
        refused(key(1, 1_000));
        pass(Duration.ofMillis(1));
        assertThat(admitted(key(1, 1_000)).headers()).containsEntry("RateLimit-Policy", "\"default\";q=1000;w=1");

        pass(Duration.ofHours(1));
        assertThat(admitted(key(1, 2)).headers()).containsEntry("RateLimit", "\"default\";r=1;t=1");
    }

    @Test
    void what_was_owed_under_a_high_limit_is_not_owed_for_hours_under_a_low_one() {
        limits.charge(admitted(key(1, 1_000)), 4_999);

        assertThat(refused(key(1, 1)).retryAfter()).isBetween(Duration.ofSeconds(4), Duration.ofSeconds(6));
        pass(Duration.ofSeconds(6));
        admitted(key(1, 1));
        refused(key(1, 1));
    }

    @Test
    void a_higher_limit_is_no_gift_and_no_burden() {
        limits.charge(admitted(key(1, 1)), 499);

        assertThat(refused(key(1, 1_000)).retryAfter()).isEqualTo(Duration.ofSeconds(1));
        pass(Duration.ofMillis(501));
        admitted(key(1, 1_000));
    }

    @Test
    void limits_that_race_leave_the_one_that_is_said_and_the_one_that_is_held_the_same() throws InterruptedException {
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch answered = new CountDownLatch(1);
        KeyBucket bucket = new KeyBucket(1, () -> {
            if (Thread.currentThread().getName().equals("slow")) {
                asked.countDown();
                await(answered);
            }
            return now;
        });

        Thread slow = Thread.ofPlatform().name("slow").start(() -> bucket.limitTo(2));
        asked.await();
        Thread quick = Thread.ofPlatform().name("quick").start(() -> bucket.limitTo(3));
        Awaitility.await().until(() -> quick.getState() == Thread.State.BLOCKED || !quick.isAlive());
        answered.countDown();
        slow.join();
        quick.join();

        pass(Duration.ofHours(1));
        assertThat(bucket.level().left()).isEqualTo(bucket.perSecond()).isEqualTo(3);
    }

    @Test
    void a_key_that_owes_is_not_forgotten_for_the_sake_of_busier_ones() {
        for (int round = 0; round < 3; round++) {
            for (long other = 1_000; other < 13_000; other++) {
                admitted(key(other, 10));
            }
        }
        limits.charge(admitted(key(1, 1)), 99);
        for (long other = 1_000; other < 13_000; other++) {
            admitted(key(other, 10));
        }

        refused(key(1, 1));
    }

    @Test
    void what_is_full_again_is_soon_forgotten_and_what_is_not_is_kept() {
        admitted(key(1, 10));
        limits.charge(admitted(key(2, 1)), 999);
        assertThat(limits.kept()).isEqualTo(2);

        pass(Duration.ofSeconds(62));
        assertThat(limits.kept()).isOne();
        pass(Duration.ofSeconds(936));
        refused(key(2, 1));

        pass(Duration.ofSeconds(70));
        assertThat(limits.kept()).isZero();
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private void pass(Duration time) {
        now += time.toNanos();
    }

    private Exchange admitted(ApiKey key) {
        Exchange exchange = exchange(key);
        limits.admit(exchange);
        return exchange;
    }

    private Refusal refused(ApiKey key) {
        Exchange exchange = exchange(key);
        RefusedException[] thrown = new RefusedException[1];
        assertThatThrownBy(() -> limits.admit(exchange)).isInstanceOfSatisfying(RefusedException.class, e -> {
            assertThat(e.refusal().code()).isEqualTo(ErrorCode.RATE_LIMITED);
            thrown[0] = e;
        });
        assertThat(exchange.headers()).containsKeys("RateLimit", "RateLimit-Policy");
        return thrown[0].refusal();
    }

    private static Exchange exchange(ApiKey key) {
        Exchange exchange = Exchange.begin(new MockHttpServletRequest(), () -> "request");
        exchange.authenticated(key);
        return exchange;
    }

    private static ApiKey key(long id, int rateLimit) {
        Account account = new Account(
                7,
                "a@example.com",
                "A",
                Account.Role.RESELLER,
                Account.Status.ACTIVE,
                rateLimit,
                false,
                null,
                Instant.EPOCH);
        return new ApiKey(id, account, 1, Mode.LIVE, Set.of(), List.of(), ApiKey.State.VALID);
    }
}
