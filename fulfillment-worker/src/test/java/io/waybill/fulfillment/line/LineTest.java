package io.waybill.fulfillment.line;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.github.resilience4j.core.IntervalFunction;
import io.waybill.account.Mode;
import io.waybill.catalog.Billing;
import io.waybill.fulfillment.fixture.FakeStore;
import io.waybill.fulfillment.fixture.FakeStore.Answer;
import io.waybill.provider.Outcome;
import io.waybill.provider.Outcome.Bought;
import io.waybill.provider.Outcome.Exchange;
import io.waybill.provider.Outcome.NotBought;
import io.waybill.provider.Outcome.NotBought.Reason;
import io.waybill.provider.ProviderAccount;
import io.waybill.provider.Purchase;
import java.math.BigDecimal;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.env.StandardEnvironment;

class LineTest {
    private static final Duration QUIET_FOR = Duration.ofSeconds(10);

    private final AtomicLong now = new AtomicLong(Long.MAX_VALUE - 1_000); // overflows on the way, as nanoTime may
    private final FakeStore fake = new FakeStore();
    private final Line line = line(10, 0);

    @Test
    void theDefaultsAreThoseOfTheDesign() {
        LineSettings defaults =
                Binder.get(new StandardEnvironment()).bindOrCreate("waybill.fulfillment.line", LineSettings.class);

        assertThat(defaults)
                .isEqualTo(new LineSettings(
                        Duration.ofSeconds(3),
                        3,
                        Duration.ofMillis(100),
                        new LineSettings.Breaker(
                                50, 10, 50, Duration.ofSeconds(10), Duration.ofSeconds(5), Duration.ofSeconds(60), 1)));
    }

    @Test
    void noMoreIsReservedThanIsPermittedAndWhatIsNotUsedGoesBack() {
        try (Reservation most = line.reserve(100)) {
            assertThat(most.size()).isEqualTo(10);
            assertThat(line.reserve(1).size()).isZero();
            most.use(4);
        }
        assertThat(line.inFlight()).isEqualTo(4);
        line.settled();
        try (Reservation rest = line.reserve(100)) {
            assertThat(rest.size()).isEqualTo(7);
        }
        assertThatThrownBy(() -> line.reserve(3).use(4)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void aLowerLimitLetsThoseInFlightComeBackFirst() {
        line.reserve(10).use(10);

        line.change(account(3, 0), connection(account(3, 0)));

        for (int i = 0; i < 7; i++) {
            line.settled();
        }
        assertThat(line.reserve(1).size()).isZero();
        line.settled();
        assertThat(line.reserve(5).size()).isEqualTo(1);
    }

    @Test
    void noMoreIsReservedThanTheRateAllows() {
        Line limited = line(1000, 40);

        assertThat(limited.reserve(100).size()).isEqualTo(7);
        assertThat(limited.reserve(100).size()).isZero();
        now.addAndGet(Duration.ofMillis(105).toNanos());
        assertThat(limited.reserve(100).size()).isEqualTo(4);
        now.addAndGet(Duration.ofSeconds(100).toNanos());
        assertThat(limited.reserve(100).size()).isEqualTo(7);
    }

    @Test
    void aWorkerKeepsToItsPartAndTellsWhenItHasComeDownToIt() {
        Line shared = line(10, 40);
        shared.reserve(5).use(5);

        shared.share(new Share(1, 3));

        assertThat(shared.isWithinShare()).isFalse();
        now.addAndGet(Duration.ofMillis(1_050).toNanos());
        assertThat(shared.isWithinShare()).as("two more are out than its part").isFalse();
        shared.settled();
        shared.settled();
        assertThat(shared.isWithinShare()).isTrue();
        assertThat(shared.reserve(5).size()).isZero();

        shared.share(Share.NONE);
        shared.settled();
        shared.settled();
        shared.settled();
        assertThat(shared.reserve(5).size()).isZero();
        assertThat(shared.untilRateAllows()).isGreaterThan(Duration.ofMinutes(1));
    }

    @Test
    void aProviderWithoutARateLimitHasNoneForAPartOfTheWorkersEither() {
        Line shared = line(1_000, 0);
        shared.share(new Share(1, 2));

        assertThat(shared.reserve(1_000).size()).isEqualTo(500);
    }

    @Test
    void nothingIsReservedWhileTheProviderHasAskedToBeLeftAlone() {
        fake.script("busy", _ -> new NotBought(Reason.BUSY, Duration.ofSeconds(7), Exchange.NONE));
        buy("busy");

        assertThat(line.reserve(1).size()).isZero();
        now.addAndGet(Duration.ofSeconds(7).toNanos());
        assertThat(line.reserve(1).size()).isEqualTo(1);
    }

    @Test
    void whatNeverLeftIsTriedAgainWithinTheCall() {
        fake.script("flaky", Answer.UNREACHABLE, Answer.UNREACHABLE, Answer.DELIVERS);

        assertThat(buy("flaky")).isInstanceOf(Bought.class);
        assertThat(fake.asked()).isEqualTo(1);
    }

    @Test
    void eachTryLeavesInATurnOfItsOwn() {
        Line limited = line(10, 1);
        fake.script("flaky", Answer.UNREACHABLE, Answer.DELIVERS);
        long start = System.nanoTime();

        assertThat(limited.buy(purchase("flaky"), () -> true, false)).isInstanceOf(Bought.class);

        assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThan(Duration.ofSeconds(1));
    }

    @Test
    void whatWasClaimedBeforeTheProviderWasFoundToBeAwayDoesNotLeave() {
        fake.script("dead", Answer.UNREACHABLE);
        for (int i = 0; i < 4; i++) {
            buy("dead");
        }

        assertThat(((NotBought) buy("late")).reason()).isEqualTo(Reason.PROVIDER_DOWN);
        assertThat(fake.asked()).isZero();
    }

    @Test
    void whatHadItsTurnUnderAHigherPartIsWaitedFor() {
        Line shared = line(10, 1);
        shared.buy(purchase("anna"), () -> true, false);

        shared.share(new Share(1, 2));

        now.addAndGet(SlidingWindow.WIDTH - 1);
        assertThat(shared.isWithinShare()).isFalse();
        now.incrementAndGet();
        shared.buy(purchase("late"), () -> true, false);
        assertThat(shared.isWithinShare()).as("it has just left").isFalse();
    }

    @Test
    void nothingElseIsTriedAgain() {
        for (Answer answer : List.of(Answer.MUMBLES, Answer.refuses(Reason.BUSY), Answer.refuses(Reason.NO_FUNDS))) {
            fake.script("once", answer, Answer.DELIVERS);
            assertThat(buy("once")).isNotInstanceOf(Bought.class);
        }
    }

    @Test
    void afterFailuresOnlyProbesAreMadeUntilTheySucceed() {
        fake.script("dead", Answer.UNREACHABLE);
        for (int i = 0; i < 4; i++) {
            buy("dead");
        }
        assertThat(line.reserve(1).size()).isZero();

        awaitProbes();
        assertThat(((NotBought) probe("dead")).reason()).isEqualTo(Reason.PROVIDER_DOWN);
        assertThat(((NotBought) probe("dead")).reason()).isEqualTo(Reason.PROVIDER_DOWN);
        assertThat(line.reserve(1).size()).isZero();

        awaitProbes();
        assertThat(probe("alive")).isInstanceOf(Bought.class);
        assertThat(probe("alive")).isInstanceOf(Bought.class);
        assertThat(line.reserve(4).size())
                .as("one more than the probes, for the one that closed the breaker")
                .isEqualTo(3);
    }

    @Test
    void aProviderThatIsBackGetsItsShareStepByStep() {
        fake.script("dead", Answer.UNREACHABLE);
        for (int i = 0; i < 4; i++) {
            buy("dead");
        }
        awaitProbes();
        probe("alive");
        probe("alive");

        List<Integer> rounds = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            int size;
            try (Reservation round = line.reserve(100)) {
                size = round.size();
                round.use(size);
            }
            rounds.add(size);
            for (int j = 0; j < size; j++) {
                assertThat(buy("alive")).isInstanceOf(Bought.class);
                line.settled();
            }
        }
        assertThat(rounds).containsExactly(3, 6, 10);
    }

    @Test
    void answersThatComeAfterTheProviderWasFoundToBeAwayDoNotHurryItsReturn() {
        fake.script("dead", Answer.UNREACHABLE);
        fake.script("old", call -> {
            for (int i = 0; i < 4; i++) {
                buy("dead");
            }
            return call.deliver();
        });
        assertThat(buy("old")).isInstanceOf(Bought.class);
        assertThat(line.isAway()).isTrue();

        awaitProbes();
        probe("alive");
        probe("alive");

        assertThat(line.reserve(100).size()).isEqualTo(3);
    }

    @Test
    void onlyProbesTellWhetherTheProviderIsBack() {
        fake.script("dead", Answer.UNREACHABLE);
        fake.script("older", call -> {
            buy("old");
            return call.deliver();
        });
        fake.script("old", call -> {
            for (int i = 0; i < 4; i++) {
                buy("dead");
            }
            awaitProbes();
            return call.deliver();
        });

        buy("older");
        line.buy(purchase("stopped"), () -> false, false);

        assertThat(line.isAway()).isTrue();
        assertThat(line.reserve(10).size()).as("no more probes than before").isEqualTo(2);
    }

    @Test
    void oneFailureIsEnoughAtAProviderThatHasAnsweredNothingForAWhile() {
        fake.script("dead", Answer.UNREACHABLE);
        now.addAndGet(QUIET_FOR.toNanos());

        assertThat(((NotBought) buy("dead")).reason()).isEqualTo(Reason.PROVIDER_DOWN);
        assertThat(line.reserve(1).size()).isZero();
        assertThat(line.isAway()).isTrue();

        awaitProbes();
        assertThat(line.hasReturned()).as("it is new").isTrue();
        assertThat(line.hasReturned()).isFalse();
        assertThat(probe("alive")).isInstanceOf(Bought.class);
        assertThat(probe("alive")).isInstanceOf(Bought.class);
        assertThat(line.isAway()).isFalse();
        assertThat(line.hasReturned()).isTrue();
        assertThat(line.hasReturned()).isFalse();
    }

    @Test
    void oneFailureIsNotEnoughAtAProviderThatAnswersOthers() {
        fake.script("dead", Answer.UNREACHABLE);
        now.addAndGet(QUIET_FOR.toNanos());
        buy("alive");

        assertThat(((NotBought) buy("dead")).reason()).isEqualTo(Reason.NEVER_SENT);
        assertThat(line.reserve(1).size()).isEqualTo(1);
    }

    @Test
    void anAnswerThatProvesNothingIsNoReasonToCallAQuietProviderAway() {
        fake.script("mumbling", Answer.MUMBLES);
        now.addAndGet(QUIET_FOR.toNanos());
        buy("mumbling");

        assertThat(line.isAway()).isFalse();
    }

    @Test
    void thePausesBetweenProbesDoubleUpToTheirBound() {
        LineSettings defaults =
                Binder.get(new StandardEnvironment()).bindOrCreate("waybill.fulfillment.line", LineSettings.class);
        IntervalFunction pauses = new Breakers(defaults, new Random(7))
                .breaker("b")
                .getCircuitBreakerConfig()
                .getWaitIntervalFunctionInOpenState();

        assertThat(pauses.apply(1)).isBetween(4_000L, 5_000L);
        assertThat(pauses.apply(2)).isBetween(8_000L, 10_000L);
        assertThat(pauses.apply(4)).isBetween(32_000L, 40_000L);
        assertThat(pauses.apply(5)).isBetween(48_000L, 60_000L);
        assertThat(pauses.apply(1_000)).isBetween(48_000L, 60_000L);
    }

    @Test
    void aClosedGateIsNotTheProvidersFault() {
        for (int i = 0; i < 10; i++) {
            Outcome outcome = line.buy(purchase("anna"), () -> false, false);
            assertThat(((NotBought) outcome).reason()).isEqualTo(Reason.NEVER_SENT);
        }

        assertThat(line.reserve(5).size()).isEqualTo(5);
        assertThat(fake.asked()).isZero();
    }

    @Test
    void aConnectionThatWasReplacedIsClosedWhenItsLastCallIsOver() {
        fake.script("during", call -> {
            line.change(account(5, 0), connection(account(5, 0)));
            assertThat(buy("meanwhile")).isInstanceOf(Bought.class);
            return call.deliver();
        });

        assertThat(buy("during")).isInstanceOf(Bought.class);
        assertThat(buy("afterwards")).isInstanceOf(Bought.class);
        assertThat(fake.openConnections()).isEqualTo(1);
    }

    private void awaitProbes() {
        await().until(() -> {
            try (Reservation probes = line.reserve(10)) {
                return probes.size() == 2;
            }
        });
    }

    private Outcome buy(String recipient) {
        return line.buy(purchase(recipient), () -> true, false);
    }

    private Outcome probe(String recipient) {
        try (Reservation probe = line.reserve(1)) {
            assertThat(probe.size()).isEqualTo(1);
            probe.use(1);
        }
        Outcome outcome = line.buy(purchase(recipient), () -> true, true);
        line.settled();
        return outcome;
    }

    private Line line(int concurrency, int rate) {
        ProviderAccount account = account(concurrency, rate);
        LineSettings settings = new LineSettings(
                Duration.ofSeconds(1),
                3,
                Duration.ofMillis(1),
                new LineSettings.Breaker(4, 4, 50, QUIET_FOR, Duration.ofMillis(50), Duration.ofMillis(50), 2));
        Breakers breakers = new Breakers(settings, new Random(7));
        return new Line(
                connection(account), new Share(0, 1), breakers.breaker("b"), breakers.retry("r"), QUIET_FOR, now::get);
    }

    private Connection connection(ProviderAccount account) {
        return new Connection(account, fake.connect(account));
    }

    private static Purchase purchase(String recipient) {
        return new Purchase(1, "reference", "123", 1, recipient, Map.of());
    }

    private static ProviderAccount account(int concurrency, int rate) {
        return new ProviderAccount(
                1,
                "fake",
                FakeStore.PROTOCOL,
                Mode.LIVE,
                URI.create("http://localhost:1/api/v1"),
                "key",
                Billing.WALLET,
                BigDecimal.ZERO,
                Set.of(),
                1,
                concurrency,
                rate,
                Duration.ofSeconds(2),
                Duration.ofSeconds(2),
                true);
    }
}
