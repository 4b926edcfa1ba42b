package io.waybill.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.waybill.money.Usd;
import io.waybill.order.HoldReason;
import io.waybill.order.MoveOrders;
import io.waybill.order.MoveOrders.Move;
import io.waybill.order.MoveOrders.Result;
import io.waybill.order.Step;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.transaction.support.TransactionTemplate;

/** Orders that a provider has are called off by asking it, and refunded when it has confirmed. */
class CancelTest extends ApiTest {
    @Autowired
    private MoveOrders moveOrders;

    @Autowired
    private TransactionTemplate transactions;

    @Test
    void a_request_to_cancel_is_recorded_once_and_refunds_nothing_yet() {
        TestStore.Reseller reseller = store.reseller("10.00");
        long order = inProgress(reseller, store.cancelableItem("1.00"));

        Reply first = cancel(reseller, order);
        Reply again = cancel(reseller, order);

        assertThat(first.status()).as(first.text()).isEqualTo(200);
        assertThat(first.string("status")).isEqualTo("in_progress");
        assertThat(first.json().path("cancel_requested").booleanValue()).isTrue();
        assertThat(again.text()).isEqualTo(first.text());
        assertThat(http.get("/api/v1/orders/" + order, reseller.key()).text()).isEqualTo(first.text());
        assertThat(requests(order)).containsExactly("waiting");
        assertThat(store.balance(reseller)).isEqualTo(Usd.parse("9.00"));
    }

    @Test
    void an_order_whose_provider_takes_no_requests_is_not_cancelable() {
        TestStore.Reseller reseller = store.reseller("10.00");
        long order = inProgress(reseller, store.providerItem("1.00"));

        assertRefused(cancel(reseller, order), 409, "not_cancelable");

        assertThat(requests(order)).isEmpty();
        assertThat(http.get("/api/v1/orders/" + order, reseller.key()).json().has("cancel_requested"))
                .isFalse();
    }

    @Test
    void what_the_provider_has_refused_is_not_cancelable_any_more() {
        TestStore.Reseller reseller = store.reseller("10.00");
        long order = inProgress(reseller, store.cancelableItem("1.00"));
        cancel(reseller, order);
        jdbc.sql("update cancel_request set state = 'refused' where order_id = :id")
                .param("id", order)
                .update();

        Reply reply = cancel(reseller, order);

        assertRefused(reply, 409, "not_cancelable");
        assertThat(reply.string("message")).contains("refused");
    }

    @ParameterizedTest
    @EnumSource(names = {"PROVIDER_DOWN", "PROVIDER_FUNDS", "PRICE_CHANGED", "MANUAL"})
    void an_order_that_is_held_and_was_not_bought_is_canceled_at_once(HoldReason reason) {
        TestStore.Reseller reseller = store.reseller("10.00");
        long order = held(reseller, reason);
        attempt(order, "not_bought");

        Reply reply = cancel(reseller, order);

        assertThat(reply.status()).as(reply.text()).isEqualTo(200);
        assertThat(reply.string("status")).isEqualTo("canceled");
        assertThat(cancel(reseller, order).text()).isEqualTo(reply.text());
        assertThat(store.balance(reseller)).isEqualTo(Usd.parse("10.00"));
    }

    @ParameterizedTest
    @CsvSource({"OUTCOME_UNKNOWN, unknown", "OUTCOME_UNKNOWN, not_bought", "MANUAL, unknown", "MANUAL, bought"})
    void an_order_that_was_bought_or_may_have_been_is_not_cancelable(HoldReason reason, String attempt) {
        TestStore.Reseller reseller = store.reseller("10.00");
        long order = held(reseller, reason);
        attempt(order, attempt);

        Reply reply = cancel(reseller, order);

        assertRefused(reply, 409, "not_cancelable");
        assertThat(reply.string("message")).contains("may have it");
        assertThat(store.balance(reseller)).isEqualTo(Usd.parse("9.00"));
    }

    @Test
    void an_order_that_a_person_delivers_is_not_cancelable() {
        TestStore.Reseller reseller = store.reseller("10.00");
        long order = place(reseller, store.manualItem("1.00"));

        Reply reply = cancel(reseller, order);

        assertRefused(reply, 409, "not_cancelable");
        assertThat(reply.string("message")).contains("a person at the store delivers it");
        assertThat(http.get("/api/v1/orders/" + order, reseller.key()).string("status"))
                .isEqualTo("on_hold");
        assertThat(store.balance(reseller)).isEqualTo(Usd.parse("9.00"));
    }

    @Test
    void an_order_that_is_being_handed_to_its_provider_is_not_cancelable() {
        TestStore.Reseller reseller = store.reseller("10.00");
        long order = place(reseller, store.providerItem("1.00"));
        move(order, new Step.Claim());

        assertRefused(cancel(reseller, order), 409, "not_cancelable");
    }

    @Test
    void nobody_calls_off_anothers_order() {
        TestStore.Reseller owner = store.reseller("10.00");
        long order = inProgress(owner, store.cancelableItem("1.00"));

        assertRefused(cancel(store.reseller("1.00"), order), 404, "order_not_found");

        assertThat(requests(order)).isEmpty();
    }

    @Test
    void cancels_that_race_with_a_delivery_end_one_way() throws Exception {
        TestStore.Reseller reseller = store.reseller("50.00");
        long item = store.cancelableItem("1.00");
        for (int round = 0; round < 20; round++) {
            long order = inProgress(reseller, item);
            List<Callable<Reply>> cancels = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                cancels.add(() -> cancel(reseller, order));
            }
            try (ExecutorService racers = Executors.newVirtualThreadPerTaskExecutor()) {
                Future<?> delivery = racers.submit(() -> move(order, new Step.Complete(null, "Delivered.")));
                for (Future<Reply> reply : racers.invokeAll(cancels)) {
                    assertThat(reply.get().status()).as(reply.get().text()).isIn(200, 409);
                }
                delivery.get();
            }
            assertThat(http.get("/api/v1/orders/" + order, reseller.key()).string("status"))
                    .isEqualTo("completed");
            assertThat(requests(order)).hasSizeLessThan(2);
        }
        assertThat(store.balance(reseller)).isEqualTo(Usd.parse("30.00"));
    }

    private long held(TestStore.Reseller reseller, HoldReason reason) {
        long order = place(reseller, store.providerItem("1.00"));
        move(order, new Step.Hold(reason, null, "Held."));
        return order;
    }

    private void attempt(long order, String state) {
        jdbc.sql("""
                with session as (
                  insert into worker_session (worker, ended_at)
                  values ('w', now())
                  returning id)
                insert into attempt (order_id, number, provider_id, session_id, reference, state, resolved_at)
                select o.id,
                       1,
                       o.provider_id,
                       s.id,
                       'ref-' || o.id,
                       :state,
                       case when :state <> 'unknown' then now() end
                  from orders o
                 cross join session s
                 where o.id = :order
                """).param("order", order).param("state", state).update();
    }

    private long place(TestStore.Reseller reseller, long item) {
        return http.post("/api/v1/orders", reseller.key(), "{\"item_id\":%d,\"player_id\":\"a\"}".formatted(item))
                .orderId();
    }

    private long inProgress(TestStore.Reseller reseller, long item) {
        long order = place(reseller, item);
        move(order, new Step.Claim());
        move(order, new Step.Accept("The provider works on it."));
        return order;
    }

    private void move(long order, Step step) {
        assertThat(transactions
                        .execute(_ -> moveOrders.apply(List.of(new Move(order, step))))
                        .get(order))
                .isInstanceOf(Result.Moved.class);
    }

    private Reply cancel(TestStore.Reseller reseller, long order) {
        return http.call("POST", "/api/v1/orders/" + order + "/cancel", reseller.key());
    }

    private List<String> requests(long order) {
        return jdbc.sql("select state from cancel_request where order_id = :id")
                .param("id", order)
                .query(String.class)
                .list();
    }
}
