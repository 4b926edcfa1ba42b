package io.waybill.api.intake;

import static io.waybill.api.intake.Desk.ONE_DOLLAR;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.waybill.error.ErrorCode;
import io.waybill.fixture.FaultyDataSource.Fault;
import io.waybill.order.placing.OrderRequest;
import io.waybill.order.placing.Placement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PlaceBatchTest {
    private final Desk desk = new Desk();
    private final PlaceBatch placeBatch = new PlaceBatch(desk.placeOrders(), Duration.ofSeconds(5));

    @AfterEach
    void close() {
        assertThat(desk.store.ledgerDamage()).isEmpty();
        desk.close();
    }

    @Test
    void aPoisonousRequestFailsAloneAndAllOthersAreTaken() {
        desk.store.topUp(desk.reseller, 100 * ONE_DOLLAR);
        List<OrderRequest> requests = new ArrayList<>(Collections.nCopies(40, desk.request()));
        requests.set(13, desk.poison());

        List<Placement> placements = placeBatch.place(requests);

        assertThat(Desk.code(placements.get(13))).isEqualTo(ErrorCode.INTERNAL);
        placements = new ArrayList<>(placements);
        placements.remove(13);
        assertThat(placements).hasSize(39).allMatch(Placement.Accepted.class::isInstance);
        assertThat(desk.orders()).isEqualTo(39);
        assertThat(desk.store.balance(desk.reseller)).isEqualTo(61 * ONE_DOLLAR);
    }

    @Test
    void aCommitWhoseAnswerWasLostIsRecognised() {
        desk.store.topUp(desk.reseller, 3 * ONE_DOLLAR);
        desk.database.onNextCommit(new Fault.AnswerLost());

        List<Placement> placements = placeBatch.place(Collections.nCopies(3, desk.request()));

        assertThat(placements).allMatch(Placement.Accepted.class::isInstance);
        assertThat(desk.orders()).isEqualTo(3);
        assertThat(desk.store.balance(desk.reseller)).isZero();
    }

    @Test
    void aCommitThatNeverArrivedIsMadeAgain() {
        desk.store.topUp(desk.reseller, 3 * ONE_DOLLAR);
        desk.database.onNextCommit(new Fault.RequestLost());

        List<Placement> placements = placeBatch.place(Collections.nCopies(3, desk.request()));

        assertThat(placements).allMatch(Placement.Accepted.class::isInstance);
        assertThat(desk.orders()).isEqualTo(3);
    }

    @Test
    void aCommitThatIsStillOnItsWayIsAwaitedBeforeAnythingIsDecided() throws Exception {
        desk.store.topUp(desk.reseller, ONE_DOLLAR);
        Fault.Late late = new Fault.Late(new CountDownLatch(1), new CountDownLatch(1));
        desk.database.onNextCommit(late);

        CompletableFuture<List<Placement>> placing =
                CompletableFuture.supplyAsync(() -> placeBatch.place(List.of(desk.request())));
        await().until(() -> desk.waitingForLocks() > 0);
        late.now().countDown();
        late.done().await();

        assertThat(placing.get()).singleElement().isInstanceOf(Placement.Accepted.class);
        assertThat(desk.orders()).isOne();
        assertThat(desk.store.balance(desk.reseller)).isZero();
    }

    @Test
    void whatTheDatabaseCannotTellInTimeIsUncertainAndNothingElseIs() {
        desk.store.topUp(desk.reseller, 3 * ONE_DOLLAR);
        PlaceBatch hasty = new PlaceBatch(desk.placeOrders(), Duration.ZERO);
        desk.database.onNextCommit(new Fault.AnswerLost());
        desk.database.onNextCommit(new Fault.RequestLost());

        List<Placement> placements = hasty.place(List.of(desk.request()));

        assertThat(placements)
                .singleElement()
                .isInstanceOfSatisfying(
                        Placement.Uncertain.class,
                        uncertain -> assertThat(desk.store
                                        .jdbc()
                                        .sql("select id from orders")
                                        .query(Long.class)
                                        .list())
                                .containsExactly(uncertain.orderId()));
    }

    @Test
    void withoutADatabaseNothingIsChargedAndTheAnswerSaysSo() {
        desk.database.setUnreachable(true);

        List<Placement> placements = placeBatch.place(Collections.nCopies(2, desk.request()));

        assertThat(placements).extracting(Desk::code).containsOnly(ErrorCode.UNAVAILABLE);
        assertThat(desk.orders()).isZero();
    }
}
