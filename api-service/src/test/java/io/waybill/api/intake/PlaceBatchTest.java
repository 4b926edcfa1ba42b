package io.waybill.api.intake;

import static io.waybill.api.intake.Desk.ONE_DOLLAR;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.waybill.error.ErrorCode;
import io.waybill.fixture.FaultyDataSource.Fault;
import io.waybill.fixture.TestStore;
import io.waybill.order.placing.OrderRequest;
import io.waybill.order.placing.Placement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PlaceBatchTest {
    private static final String INSERT = "insert into orders";

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
    void aLostAnswerAndAPoisonousRequestInOneBatchHarmNobodyElse() {
        desk.store.topUp(desk.reseller, 10 * ONE_DOLLAR);
        List<OrderRequest> requests = new ArrayList<>(Collections.nCopies(8, desk.request()));
        requests.set(1, desk.poison());
        desk.database.onNextCommit(new Fault.AnswerLost());
        desk.database.onNextCommit(new Fault.RequestLost());

        List<Placement> placements = new ArrayList<>(placeBatch.place(requests));

        assertThat(Desk.code(placements.remove(1))).isEqualTo(ErrorCode.INTERNAL);
        assertThat(placements).hasSize(7).allMatch(Placement.Accepted.class::isInstance);
        assertThat(desk.orders()).isEqualTo(7);
        assertThat(desk.store.balance(desk.reseller)).isEqualTo(3 * ONE_DOLLAR);
    }

    @Test
    void aKeyMakesOneOrderInWhicheverHalvesOfAFailedBatchItsRepeatsAre() {
        desk.store.topUp(desk.reseller, 10 * ONE_DOLLAR);
        desk.database.onNextCommit(new Fault.AnswerLost());

        List<Placement> placements = placeBatch.place(List.of(
                desk.withKey("a"),
                desk.withKey("b"),
                desk.withKey("a"),
                desk.poison("p"),
                desk.poison("p"),
                desk.withKey("a"),
                desk.withKey("b"),
                desk.withKey("c")));

        Map<Integer, Integer> firstOf = Map.of(0, 0, 1, 1, 2, 0, 5, 0, 6, 1, 7, 7);
        firstOf.forEach((position, first) -> {
            Placement.Accepted accepted = accepted(placements.get(position));
            assertThat(accepted.order())
                    .isEqualTo(accepted(placements.get(first)).order());
            assertThat(accepted.replayed()).isEqualTo(!position.equals(first));
        });
        assertThat(placements.subList(3, 5)).extracting(Desk::code).containsOnly(ErrorCode.INTERNAL);
        assertThat(desk.orders()).isEqualTo(3);
        assertThat(desk.store.balance(desk.reseller)).isEqualTo(7 * ONE_DOLLAR);
    }

    private static Placement.Accepted accepted(Placement placement) {
        assertThat(placement).isInstanceOf(Placement.Accepted.class);
        return (Placement.Accepted) placement;
    }

    @ParameterizedTest
    @ValueSource(strings = {"40P01", "40001", "53300", "25006", "25P03", "55P03", "57014"})
    void aBatchOnWhichTheDatabaseGaveWayIsRunAgainWhole(String sqlState) {
        desk.store.topUp(desk.reseller, 4 * ONE_DOLLAR);
        desk.database.failInPlaceOf(INSERT, sqlState);

        assertThatThreeAreTakenAtTheSecondRun();
    }

    @Test
    void aBatchWhoseConnectionEndedIsRunAgainWhole() {
        desk.store.topUp(desk.reseller, 4 * ONE_DOLLAR);
        desk.database.endConnectionInPlaceOf(INSERT);

        assertThatThreeAreTakenAtTheSecondRun();
    }

    private void assertThatThreeAreTakenAtTheSecondRun() {
        List<Placement> placements = new ArrayList<>();
        List<String> statements = desk.database.statementsOf(
                () -> placements.addAll(placeBatch.place(Collections.nCopies(3, desk.request()))));

        assertThat(placements).hasSize(3).allMatch(Placement.Accepted.class::isInstance);
        assertThat(statements).filteredOn(sql -> sql.contains(INSERT)).hasSize(2);
        assertThat(desk.orders()).isEqualTo(3);
        assertThat(desk.store.balance(desk.reseller)).isEqualTo(ONE_DOLLAR);
    }

    @Test
    void aDatabaseThatStaysAwayAfterTheChargeChargesNothingAndTheAnswerSaysSo() {
        desk.store.topUp(desk.reseller, 3 * ONE_DOLLAR);
        desk.database.endConnectionInPlaceOf(INSERT);
        desk.database.endConnectionInPlaceOf(INSERT);

        List<Placement> placements = placeBatch.place(Collections.nCopies(3, desk.request()));

        assertThat(placements).hasSize(3).extracting(Desk::code).containsOnly(ErrorCode.UNAVAILABLE);
        assertThat(desk.orders()).isZero();
        assertThat(desk.store.balance(desk.reseller)).isEqualTo(3 * ONE_DOLLAR);
    }

    @Test
    void aBatchAsksTheSameOfTheDatabaseHoweverManyOrdersItHas() {
        TestStore.Reseller other = desk.store.reseller();
        desk.store.topUp(desk.reseller, 100 * ONE_DOLLAR);
        desk.store.topUp(other, 100 * ONE_DOLLAR);
        placeBatch.place(List.of(desk.withKey("first")));

        List<String> forOne = desk.database.statementsOf(() -> placeBatch.place(List.of(desk.withKey("one"))));
        List<String> forMany = desk.database.statementsOf(() -> placeBatch.place(IntStream.range(0, 100)
                .mapToObj(i -> desk.request(i % 2 == 0 ? desk.reseller : other, null, "many-" + i))
                .toList()));

        assertThat(desk.orders()).isEqualTo(102);
        assertThat(forMany).isEqualTo(forOne);
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
