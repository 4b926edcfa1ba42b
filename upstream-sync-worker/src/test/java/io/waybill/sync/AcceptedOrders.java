package io.waybill.sync;

import io.waybill.fixture.TestStore;
import io.waybill.order.OrderStatus;
import io.waybill.provider.Outcome.Bought;
import io.waybill.provider.Provider;
import io.waybill.provider.Providers;
import io.waybill.provider.Purchase;
import io.waybill.secret.Sealed;
import io.waybill.secret.SecretBox;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Orders of one dollar that a provider has accepted, as a fulfillment worker leaves them; reads what became of them.
 */
final class AcceptedOrders implements AutoCloseable {

    final TestStore store = new TestStore();
    final TestStore.Reseller reseller = store.reseller();

    JdbcClient jdbc() {
        return store.jdbc();
    }

    /** Buys it at the provider, and has an order for it in progress. */
    long accept(RunningWorker worker, long providerId, long itemId, String recipient) {
        String externalId = jdbc().sql("select external_id from item where id = :id")
                .param("id", itemId)
                .query(String.class)
                .single();
        try (Provider provider = worker.panel()
                .connect(worker.bean(Providers.class).find(providerId).orElseThrow())) {
            Bought bought = (Bought)
                    provider.buy(new Purchase(1, "ref-" + recipient, externalId, 1, recipient, Map.of()), () -> true);
            return accepted(providerId, itemId, bought.providerOrderId());
        }
    }

    /** An order in progress under an id that the provider is said to have given. */
    long accepted(long providerId, long itemId, String providerOrderId) {
        return store.inTransaction(() -> {
            long order = store.order(reseller, itemId, OrderStatus.IN_PROGRESS);
            int written = jdbc().sql("""
                    with session as (
                      insert into worker_session (worker, ended_at)
                      values ('test', now())
                      returning id
                    )
                    insert into attempt (order_id, number, provider_id, session_id, reference, state, provider_order_id,
                                         resolved_at, evidence)
                    select :order, 1, :provider, id, 'ref-' || :order, 'bought', :providerOrder, now(),
                           '{"answers":[{"send":1}]}'
                      from session
                    """)
                    .param("order", order)
                    .param("provider", providerId)
                    .param("providerOrder", providerOrderId)
                    .update();
            if (written != 1) {
                throw new AssertionError("no attempt");
            }
            return order;
        });
    }

    /** Makes its acceptance so much older. */
    void age(long order, Duration by) {
        for (String sql : List.of(
                "update attempt set resolved_at = resolved_at - :ms * interval '1 millisecond' where order_id = :id",
                "update followed_order set since = since - :ms * interval '1 millisecond', due_at = now() where order_id = :id")) {
            jdbc().sql(sql).param("ms", by.toMillis()).param("id", order).update();
        }
    }

    /** An item of the provider that the simulator knows by that id. */
    long item(long providerId, String externalId) {
        return jdbc().sql("select id from item where provider_id = :provider and external_id = :external")
                .param("provider", providerId)
                .param("external", externalId)
                .query(Long.class)
                .single();
    }

    String status(long order) {
        return jdbc().sql("""
                select status || coalesce('/' || hold_reason, '') || coalesce('/' || failure_code, '')
                  from orders
                 where id = :id
                """).param("id", order).query(String.class).single();
    }

    long refunded(long order) {
        return jdbc().sql("select refunded_micros from orders where id = :id")
                .param("id", order)
                .query(Long.class)
                .single();
    }

    @Nullable
    String delivery(long order) {
        byte[] sealed = jdbc().sql("select delivery_sealed from orders where id = :id")
                .param("id", order)
                .query((row, _) -> row.getBytes(1))
                .single();
        return sealed == null
                ? null
                : SecretBox.of(RunningWorker.SECRET_KEY).open(Sealed.ofBytes(sealed), "order:" + order);
    }

    String evidence(long order) {
        return jdbc().sql("select evidence::text from attempt where order_id = :id")
                .param("id", order)
                .query(String.class)
                .single();
    }

    /** As the reseller's request leaves it. */
    void requestCancel(long order) {
        cancelRequest(order, "waiting");
    }

    /** A wish to cancel that the provider has refused. */
    void refuseCancel(long order) {
        cancelRequest(order, "refused");
    }

    private void cancelRequest(long order, String state) {
        jdbc().sql("""
                insert into cancel_request (order_id, provider_id, state)
                select id, provider_id, :state
                  from orders
                 where id = :id
                """).param("id", order).param("state", state).update();
    }

    String cancelState(long order) {
        return jdbc().sql("select state from cancel_request where order_id = :id")
                .param("id", order)
                .query(String.class)
                .single();
    }

    long number(String sql) {
        return jdbc().sql(sql).query(Long.class).single();
    }

    @Override
    public void close() {
        store.close();
    }
}
