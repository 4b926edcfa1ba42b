package io.waybill.fulfillment.claim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.waybill.attempt.AttemptState;
import io.waybill.fulfillment.fixture.FakeStore;
import io.waybill.fulfillment.fixture.TestOrders;
import io.waybill.fulfillment.fixture.TestOrders.Shop;
import io.waybill.fulfillment.fixture.Worker;
import io.waybill.fulfillment.line.Line;
import io.waybill.fulfillment.line.Lines;
import io.waybill.fulfillment.line.Reservation;
import io.waybill.fulfillment.session.Session;
import io.waybill.fulfillment.session.SessionKeeper;
import io.waybill.messaging.WaitingOrders.WaitingOrder;
import io.waybill.order.HoldReason;
import io.waybill.order.Step;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ClaimTest {
    private final TestOrders orders = new TestOrders();
    private final JdbcClaims claims = new JdbcClaims(orders.jdbc());
    private final Shop shop = orders.shop(5);

    @AfterEach
    void close() {
        orders.close();
    }

    @Test
    void nothingIsClaimedInASessionThatHasEnded() {
        long session = orders.jdbc()
                .sql("insert into worker_session (worker) values ('w') returning id")
                .query(Long.class)
                .single();
        assertThat(locked(() -> claims.lockSessionUnlessEnded(session))).isTrue();

        orders.jdbc().sql("update worker_session set ended_at = now()").update();

        assertThat(locked(() -> claims.lockSessionUnlessEnded(session))).isFalse();
    }

    @Test
    void whatWasReservedInASessionThatHasEndedIsNotUsedInTheNextOne() {
        try (Worker worker = Worker.start(orders.dataSource(), new FakeStore())) {
            SessionKeeper keeper = worker.bean(SessionKeeper.class);
            long former = Objects.requireNonNull(keeper.fresh()).id();
            Line line = Objects.requireNonNull(worker.bean(Lines.class).find(shop.providerId()));
            try (Reservation all = reserveAll(line)) {
                orders.jdbc().sql("update worker_session set ended_at = now()").update();
                await().until(() -> isNewerThan(former, keeper.fresh()));
                long order = orders.pending(shop, "anna");

                assertThat(worker.bean(Claimer.class).claimDue(all)).isZero();
                assertThat(orders.status(order)).isEqualTo("pending");
            }
            await().until(() -> orders.count("completed") == 1);
        }
    }

    /** Leaves the puller nothing to claim with. */
    private static Reservation reserveAll(Line line) {
        AtomicReference<Reservation> all = new AtomicReference<>(line.reserve(5));
        await().until(() -> {
            if (all.get().size() == 5) {
                return true;
            }
            all.get().close();
            all.set(line.reserve(5));
            return false;
        });
        return all.get();
    }

    private static boolean isNewerThan(long former, @Nullable Session session) {
        return session != null && session.id() > former;
    }

    @Test
    void onlyWhatIsDueAtTheProviderIsFoundTheOldestFirst() {
        long young = orders.pending(shop, "young");
        long old = orders.pending(shop, "old");
        long later = orders.pending(shop, "later");
        long elsewhere = orders.pending(orders.shop(5), "elsewhere");
        long setAside = orders.pending(shop, "aside");
        due(old, "- interval '1 minute'");
        due(later, "+ interval '1 minute'");

        assertThat(locked(() -> claims.lockDueOf(shop.providerId(), 10, List.of(setAside))))
                .containsExactly(old, young);
        assertThat(locked(() -> claims.lockDueOf(shop.providerId(), 1, List.of())))
                .containsExactly(old);
        assertThat(locked(() -> claims.lockDue(List.of(
                        new WaitingOrder(later, shop.providerId()),
                        new WaitingOrder(young, shop.providerId()),
                        new WaitingOrder(elsewhere, shop.providerId()),
                        new WaitingOrder(4711, shop.providerId())))))
                .containsExactly(young);
    }

    @Test
    void whatAnotherClaimHasLockedIsPassedOver() {
        long order = orders.pending(shop, "anna");
        List<WaitingOrder> named = List.of(new WaitingOrder(order, shop.providerId()));

        List<Long> meanwhile = orders.store().inTransaction(() -> {
            assertThat(claims.lockDue(named)).containsExactly(order);
            return CompletableFuture.supplyAsync(() -> locked(() -> claims.lockDue(named)))
                    .join();
        });

        assertThat(meanwhile).isEmpty();
    }

    @Test
    void aNewPurchaseHasANewReferenceAndAnUnknownOneKeepsItsOwn() {
        assertThat(Plan.of(9, null, "fresh")).isEqualTo(new Plan.Buy(9, 1, "fresh"));
        assertThat(Plan.of(9, last(AttemptState.NOT_BOUGHT, false), "fresh")).isEqualTo(new Plan.Buy(9, 4, "fresh"));
        LastAttempt unknown = last(AttemptState.UNKNOWN, true);
        assertThat(Plan.of(9, unknown, "fresh")).isEqualTo(new Plan.BuyAgain(9, unknown));
    }

    @Test
    void anUnknownPurchaseIsLeftToAPersonWhereReferencesAreNotHonoured() {
        Plan plan = Plan.of(9, last(AttemptState.UNKNOWN, false), "fresh");

        assertThat(plan.step()).isInstanceOfSatisfying(Step.Hold.class, hold -> {
            assertThat(hold.reason()).isEqualTo(HoldReason.OUTCOME_UNKNOWN);
            assertThat(hold.dueIn()).isNull();
        });
    }

    @ParameterizedTest
    @EnumSource(
            value = AttemptState.class,
            names = {"SENDING", "BOUGHT"})
    void whatIsBeingSentOrBoughtIsNeverBoughtAgain(AttemptState state) {
        assertThatThrownBy(() -> Plan.of(9, last(state, true), "fresh")).isInstanceOf(IllegalStateException.class);
    }

    private <T> T locked(Supplier<T> statement) {
        return orders.store().inTransaction(statement);
    }

    private void due(long order, String when) {
        orders.jdbc()
                .sql("update orders set due_at = now() " + when + " where id = :id")
                .param("id", order)
                .update();
    }

    private static LastAttempt last(AttemptState state, boolean idempotent) {
        return new LastAttempt(9, 5, 3, state, "known", 1, idempotent);
    }
}
