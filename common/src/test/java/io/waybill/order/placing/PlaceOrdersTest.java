package io.waybill.order.placing;

import static io.waybill.order.placing.Counter.request;
import static io.waybill.order.placing.Counter.withKey;
import static io.waybill.order.placing.Counter.withPlayer;
import static io.waybill.order.placing.Counter.withQuantity;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.waybill.account.Mode;
import io.waybill.catalog.StockCodes;
import io.waybill.error.ErrorCode;
import io.waybill.fixture.TestStore;
import io.waybill.money.Usd;
import io.waybill.order.HoldReason;
import io.waybill.order.Order;
import io.waybill.order.OrderRows;
import io.waybill.order.OrderStatus;
import io.waybill.outbox.Message;
import io.waybill.outbox.Topics;
import java.math.BigDecimal;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

class PlaceOrdersTest {
    private static final long ONE_DOLLAR = 1_000_000;

    private final TestStore store = new TestStore();
    private final Counter counter = new Counter(store);
    private final TestStore.Reseller reseller = store.reseller();
    private final long provider = store.provider();
    private final long item = store.providerItem(provider, ONE_DOLLAR);

    @AfterEach
    void close() {
        assertThat(store.ledgerDamage()).isEmpty();
        counter.close();
        store.close();
    }

    @Test
    void anAcceptedOrderIsChargedAndWaitsForAWorker() {
        store.topUp(reseller, 3 * ONE_DOLLAR);

        Placement.Accepted accepted = accepted(counter.place(withQuantity(request(reseller, item), 2)));

        Order order = accepted.order();
        assertThat(accepted.replayed()).isFalse();
        assertThat(accepted.balanceAfter()).isEqualTo(Usd.ofMicros(ONE_DOLLAR));
        assertThat(order.status()).isEqualTo(OrderStatus.PENDING);
        assertThat(order.charged()).isEqualTo(Usd.ofMicros(2 * ONE_DOLLAR));
        assertThat(order.amount()).isEqualByComparingTo("240.00");
        assertThat(order.dueAt()).isEqualTo(order.createdAt());
        assertThat(counter.messages())
                .containsExactly(new Message(
                        Topics.FULFILLMENT,
                        Long.toString(order.id()),
                        "{\"order_id\":" + order.id() + ",\"provider_id\":" + provider + "}"));
        assertThat(stored(order.id())).isEqualTo(order);
        assertThat(count("order_event where version = 1 and status = 'pending'"))
                .isOne();
    }

    @Test
    void ordersOfOneBatchAreChargedInTheirOrderUntilTheWalletIsEmpty() {
        store.topUp(reseller, 2 * ONE_DOLLAR + 300_000);

        List<Placement> placements = counter.placeAll(Collections.nCopies(4, request(reseller, item)));

        assertThat(placements.subList(0, 2)).allMatch(Placement.Accepted.class::isInstance);
        assertThat(placements.subList(2, 4)).allSatisfy(placement -> {
            assertThat(code(placement)).isEqualTo(ErrorCode.INSUFFICIENT_BALANCE);
            assertThat(((Placement.Refused) placement).refusal().details())
                    .isEqualTo(Map.of("required", "1.00", "available", "0.30"));
        });
        assertThat(store.balance(reseller)).isEqualTo(300_000);
    }

    @Test
    void aCheaperOrderBehindOneThatIsTooDearStillGetsThrough() {
        store.topUp(reseller, ONE_DOLLAR);

        List<Placement> placements =
                counter.placeAll(List.of(withQuantity(request(reseller, item), 5), request(reseller, item)));

        assertThat(code(placements.get(0))).isEqualTo(ErrorCode.INSUFFICIENT_BALANCE);
        accepted(placements.get(1));
    }

    @Test
    void whatIsPlacedWithinAnothersTransactionIsPlacedWithItOrNotAtAll() {
        store.topUp(reseller, 2 * ONE_DOLLAR);
        List<PlaceOrders.Slot> slots = counter.slots(List.of(request(reseller, item)));
        TransactionTemplate caller = new TransactionTemplate(counter.bean(JdbcTransactionManager.class));

        assertThatThrownBy(() -> counter.placeOrders().placeWithin(slots)).isInstanceOf(IllegalStateException.class);
        caller.executeWithoutResult(transaction -> {
            accepted(counter.placeOrders().placeWithin(slots).getFirst());
            transaction.setRollbackOnly();
        });
        assertThat(count("orders where true")).isZero();
        assertThat(store.balance(reseller)).isEqualTo(2 * ONE_DOLLAR);

        caller.executeWithoutResult(
                _ -> accepted(counter.placeOrders().placeWithin(slots).getFirst()));
        assertThat(count("orders where true")).isOne();
        assertThat(store.balance(reseller)).isEqualTo(ONE_DOLLAR);
    }

    @Test
    void codesFromStockCompleteTheOrderAtOnce() {
        store.topUp(reseller, 2 * ONE_DOLLAR);
        long card = store.stockItem(ONE_DOLLAR);
        codes().add(card, Mode.LIVE, List.of("A", "B"));

        Placement.Accepted accepted = accepted(counter.place(withQuantity(request(reseller, card), 2)));

        assertThat(accepted.order().status()).isEqualTo(OrderStatus.COMPLETED);
        assertThat(accepted.order().finalAt()).isNotNull();
        assertThat(codes().ofOrders(List.of(accepted.order().id()))
                        .get(accepted.order().id()))
                .containsExactly("A", "B");
        assertThat(counter.messages()).extracting(Message::topic).containsExactly(Topics.ORDER_EVENTS);
        assertThat(stored(accepted.order().id())).isEqualTo(accepted.order());
    }

    @Test
    void whoCannotPayTakesNoCodeFromTheNextWhoCan() {
        long card = store.stockItem(ONE_DOLLAR);
        codes().add(card, Mode.LIVE, List.of("LAST"));
        TestStore.Reseller poor = store.reseller();
        store.topUp(poor, ONE_DOLLAR);
        store.topUp(reseller, ONE_DOLLAR);

        List<Placement> placements = counter.placeAll(
                List.of(request(poor, item), request(poor, card), request(reseller, card), request(reseller, card)));

        accepted(placements.get(0));
        assertThat(code(placements.get(1))).isEqualTo(ErrorCode.INSUFFICIENT_BALANCE);
        accepted(placements.get(2));
        assertThat(code(placements.get(3))).isEqualTo(ErrorCode.OUT_OF_STOCK);
        assertThat(count("stock_code where order_id is not null")).isOne();
    }

    @Test
    void stockIsCheckedBeforeTheBalance() {
        long card = store.stockItem(ONE_DOLLAR);

        assertThat(code(counter.place(request(reseller, card)))).isEqualTo(ErrorCode.OUT_OF_STOCK);
        codes().add(card, Mode.LIVE, List.of("A"));
        assertThat(code(counter.place(request(reseller, card)))).isEqualTo(ErrorCode.INSUFFICIENT_BALANCE);
    }

    @Test
    void aManualItemWaitsForAPersonAndIsToldOf() {
        store.topUp(reseller, ONE_DOLLAR);
        sql("update item set source = 'manual', provider_id = null, external_id = null where id = " + item);

        Order order = accepted(counter.place(request(reseller, item))).order();

        assertThat(order.status()).isEqualTo(OrderStatus.ON_HOLD);
        assertThat(order.holdReason()).isEqualTo(HoldReason.MANUAL);
        assertThat(order.dueAt()).isNull();
        assertThat(stored(order.id())).isEqualTo(order);
        assertThat(counter.messages())
                .extracting(Message::topic)
                .containsExactly(Topics.ORDER_EVENTS, Topics.FAILED_ORDERS);
    }

    @Test
    void everyCheckHasItsErrorInTheOrderOfTheContract() {
        OrderRequest order = request(reseller, item);
        assertThat(refusals(order)).isEqualTo(ErrorCode.INSUFFICIENT_BALANCE);

        sql("update item set available = false");
        assertThat(refusals(order)).isEqualTo(ErrorCode.OUT_OF_STOCK);

        OrderRequest cheaper = withExpectedPrice(order, "119.99");
        assertThat(refusals(cheaper)).isEqualTo(ErrorCode.PRICE_CHANGED);
        assertThat(refusals(withExpectedPrice(order, "120"))).isEqualTo(ErrorCode.OUT_OF_STOCK);

        sql("update settings set wallet_checkout = false");
        assertThat(refusals(cheaper)).isEqualTo(ErrorCode.WALLET_DISABLED);

        assertThat(refusals(withPlayer(cheaper, " "))).isEqualTo(ErrorCode.VALIDATION);
        assertThat(refusals(withQuantity(cheaper, 101))).isEqualTo(ErrorCode.VALIDATION);
        assertThat(refusals(withPlayer(cheaper, "a\u0000b"))).isEqualTo(ErrorCode.VALIDATION);

        sql("update item set active = false");
        assertThat(refusals(withPlayer(cheaper, " "))).isEqualTo(ErrorCode.ITEM_NOT_FOUND);

        sql("update account set status = 'suspended'");
        assertThat(refusals(cheaper)).isEqualTo(ErrorCode.FORBIDDEN);
        assertThat(count("orders")).isZero();
        assertThat(count("idempotency_key")).isZero();
    }

    @Test
    void itemsOfALiveProviderAreNotForTestKeys() {
        OrderRequest live = request(reseller, item);
        OrderRequest.Buyer buyer =
                new OrderRequest.Buyer(reseller.accountId(), reseller.walletId(), Mode.TEST, reseller.apiKeyId());
        OrderRequest test = new OrderRequest(buyer, item, 1, live.playerId(), Map.of(), null, null, null);

        assertThat(refusals(test)).isEqualTo(ErrorCode.ITEM_NOT_FOUND);
    }

    @Test
    void providerBillingDebitsNoWalletAndEndsAtTheDailyCap() {
        sql("update item set billing = 'provider'");
        OrderRequest order = request(reseller, item);
        assertThat(refusals(order)).isEqualTo(ErrorCode.FORBIDDEN);

        sql("update account set provider_billing = true, provider_daily_cap_micros = 2500000");
        List<Placement> placements = counter.placeAll(Collections.nCopies(3, order));

        assertThat(placements.subList(0, 2)).allSatisfy(placement -> {
            assertThat(accepted(placement).balanceAfter()).isNull();
            assertThat(accepted(placement).order().charged()).isEqualTo(Usd.ZERO);
            assertThat(accepted(placement).order().amount()).isEqualByComparingTo("120.00");
        });
        assertThat(code(placements.get(2))).isEqualTo(ErrorCode.FORBIDDEN);
        assertThat(refusals(order)).isEqualTo(ErrorCode.FORBIDDEN);
        assertThat(store.balance(reseller)).isZero();
        assertThat(count("provider_spend where spent_micros = 2000000")).isOne();
    }

    @Test
    void aRepeatedKeyGivesTheOriginalOrderWhateverHasChangedSince() {
        store.topUp(reseller, ONE_DOLLAR);
        OrderRequest order = withKey(request(reseller, item), "k1");
        Placement.Accepted first = accepted(counter.place(order));
        sql("update item set active = false, price_micros = price_micros * 2");
        sql("update account set status = 'suspended'");
        sql("update settings set wallet_checkout = false");

        Placement.Accepted second = accepted(counter.place(order));

        assertThat(second.replayed()).isTrue();
        assertThat(second.order()).isEqualTo(first.order());
        assertThat(second.balanceAfter()).isEqualTo(first.balanceAfter()).isEqualTo(Usd.ZERO);
        assertThat(code(counter.place(withPlayer(order, "other")))).isEqualTo(ErrorCode.IDEMPOTENCY_KEY_REUSED);
        assertThat(count("orders")).isOne();
    }

    @Test
    void severalOfTheSameKeyInOneBatchMakeOneOrder() {
        store.topUp(reseller, 9 * ONE_DOLLAR);
        OrderRequest order = withKey(request(reseller, item), "k1");

        List<Placement> placements =
                counter.placeAll(List.of(order, order, withPlayer(order, "other"), order, request(reseller, item)));

        Placement.Accepted first = accepted(placements.get(0));
        assertThat(first.replayed()).isFalse();
        assertThat(Stream.of(placements.get(1), placements.get(3)).map(PlaceOrdersTest::accepted))
                .allSatisfy(repeat -> {
                    assertThat(repeat.replayed()).isTrue();
                    assertThat(repeat.order().id()).isEqualTo(first.order().id());
                });
        assertThat(code(placements.get(2))).isEqualTo(ErrorCode.IDEMPOTENCY_KEY_REUSED);
        assertThat(accepted(placements.get(4)).order().id())
                .isNotEqualTo(first.order().id());
        assertThat(store.balance(reseller)).isEqualTo(7 * ONE_DOLLAR);
    }

    @Test
    void aBatchOfRepeatsIsAnsweredByTheOrderThatTheKeyMadeNotByTheFirstOfThem() {
        store.topUp(reseller, 9 * ONE_DOLLAR);
        OrderRequest order = withKey(request(reseller, item), "k1");
        long original = accepted(counter.place(order)).order().id();

        List<Placement> fitting = counter.placeAll(List.of(withPlayer(order, "other"), order, order));
        sql("update item set active = false");
        List<Placement> unfit = counter.placeAll(List.of(withPlayer(order, "other"), order, order));

        assertThat(List.of(fitting, unfit)).allSatisfy(placements -> {
            assertThat(code(placements.getFirst())).isEqualTo(ErrorCode.IDEMPOTENCY_KEY_REUSED);
            assertThat(placements.subList(1, 3)).allSatisfy(repeat -> {
                assertThat(accepted(repeat).replayed()).isTrue();
                assertThat(accepted(repeat).order().id()).isEqualTo(original);
            });
        });
        assertThat(store.balance(reseller)).isEqualTo(8 * ONE_DOLLAR);
    }

    @Test
    void aRefusedRequestBindsNoKey() {
        OrderRequest order = withKey(request(reseller, item), "k1");
        List<Placement> refused = counter.placeAll(List.of(order, order, withPlayer(order, "other")));

        assertThat(refused.subList(0, 2)).allMatch(placement -> code(placement) == ErrorCode.INSUFFICIENT_BALANCE);
        assertThat(code(refused.get(2))).isEqualTo(ErrorCode.REQUEST_IN_PROGRESS);
        assertThat(count("idempotency_key")).isZero();

        store.topUp(reseller, ONE_DOLLAR);
        assertThat(accepted(counter.place(order)).replayed()).isFalse();
    }

    @Test
    void keysOfOneAccountMeanNothingToAnother() {
        TestStore.Reseller other = store.reseller();
        store.topUp(reseller, ONE_DOLLAR);
        store.topUp(other, ONE_DOLLAR);

        accepted(counter.place(withKey(request(reseller, item), "k1")));
        Placement.Accepted theirs = accepted(counter.place(withKey(request(other, item), "k1")));

        assertThat(theirs.replayed()).isFalse();
        assertThat(theirs.order().accountId()).isEqualTo(other.accountId());
    }

    @Test
    void aBatchThatWasCommittedAfterAllIsRecognisedWhenRunAgain() {
        store.topUp(reseller, 2 * ONE_DOLLAR);
        OrderRequest keyed = withKey(request(reseller, item), "k1");
        List<PlaceOrders.Slot> slots = counter.slots(List.of(keyed, keyed, request(reseller, item)));
        List<Placement> first = counter.placeOrders().place(slots);

        List<Placement> again = counter.placeOrders().place(repeated(slots));

        assertThat(again).isEqualTo(first);
        assertThat(store.balance(reseller)).isZero();
    }

    @Test
    void anOrderOfSomebodyElseIsNotTakenForThatOfARepeatedBatch() {
        TestStore.Reseller other = store.reseller();
        store.topUp(reseller, ONE_DOLLAR);
        store.topUp(other, ONE_DOLLAR);
        PlaceOrders.Slot theirs = counter.slots(List.of(request(other, item))).getFirst();
        counter.placeOrders().place(List.of(theirs));
        PlaceOrders.Slot lost = new PlaceOrders.Slot(theirs.orderId(), request(reseller, item), true);

        assertThatThrownBy(() -> counter.placeOrders().place(List.of(lost)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("another's");

        assertThat(store.balance(reseller)).isEqualTo(ONE_DOLLAR);
    }

    @Test
    void anErrorLeavesNothingBehind() {
        store.topUp(reseller, 3 * ONE_DOLLAR);
        OrderRequest broken = withBrokenRef(request(reseller, item));
        sql("alter table orders add constraint poison check (external_ref <> 'poison')");

        List<PlaceOrders.Slot> slots = counter.slots(List.of(withKey(request(reseller, item), "k1"), broken));
        assertThatThrownBy(() -> counter.placeOrders().place(slots)).hasMessageContaining("poison");

        assertThat(count("orders")).isZero();
        assertThat(count("idempotency_key")).isZero();
        assertThat(store.balance(reseller)).isEqualTo(3 * ONE_DOLLAR);
        accepted(counter.placeOrders().place(repeated(slots.subList(0, 1))).getFirst());
    }

    @Test
    void aFullBatchIsOneTransaction() {
        store.topUp(reseller, 300 * ONE_DOLLAR);

        List<Placement> placements =
                counter.placeAll(Collections.nCopies(PlaceOrders.MAX_BATCH, request(reseller, item)));

        assertThat(placements).allMatch(Placement.Accepted.class::isInstance);
        assertThat(count("(select distinct xmin::text from orders) t")).isOne();
        assertThatThrownBy(() -> counter.placeAll(Collections.nCopies(257, request(reseller, item))))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void idsAreNeverGivenTwice() {
        assertThat(IntStream.range(0, 20).boxed().flatMap(_ -> counter.placeOrders().nextIds(5).stream()))
                .doesNotHaveDuplicates()
                .isSorted();
    }

    /** The same answer from the dry run and from the real one. */
    private ErrorCode refusals(OrderRequest request) {
        PlaceOrders.Checked checked = counter.placeOrders().check(request);
        ErrorCode placed = code(counter.place(withKey(request, "refused")));
        assertThat(checked)
                .isInstanceOfSatisfying(
                        PlaceOrders.Checked.Refused.class,
                        refused -> assertThat(refused.refusal().code()).isEqualTo(placed));
        return placed;
    }

    private Order stored(long id) {
        return store.jdbc()
                .sql("select " + OrderRows.COLUMNS + " from orders o where id = :id")
                .param("id", id)
                .query(OrderRows::order)
                .single();
    }

    private long count(String from) {
        return store.jdbc()
                .sql("select count(*) from " + from)
                .query(Long.class)
                .single();
    }

    private void sql(String statement) {
        store.jdbc().sql(statement).update();
    }

    private StockCodes codes() {
        return counter.bean(StockCodes.class);
    }

    private static List<PlaceOrders.Slot> repeated(List<PlaceOrders.Slot> slots) {
        return slots.stream()
                .map(slot -> new PlaceOrders.Slot(slot.orderId(), slot.request(), true))
                .toList();
    }

    private static OrderRequest withExpectedPrice(OrderRequest request, String price) {
        return new OrderRequest(
                request.buyer(), request.itemId(), 1, request.playerId(), Map.of(), null, new BigDecimal(price), null);
    }

    private static OrderRequest withBrokenRef(OrderRequest request) {
        return new OrderRequest(
                request.buyer(), request.itemId(), 1, request.playerId(), Map.of(), "poison", null, null);
    }

    private static Placement.Accepted accepted(Placement placement) {
        assertThat(placement).isInstanceOf(Placement.Accepted.class);
        return (Placement.Accepted) placement;
    }

    private static ErrorCode code(Placement placement) {
        assertThat(placement).isInstanceOf(Placement.Refused.class);
        return ((Placement.Refused) placement).refusal().code();
    }
}
