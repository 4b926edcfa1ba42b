package io.waybill.checks;

import java.util.List;
import java.util.stream.Stream;

/**
 * Something that is broken straight in the database.
 *
 * @param name what is broken
 * @param plant statements that break it, past the schema's own constraints where these forbid it
 * @param heal statements that put it right
 * @param seen the checks that must tell, all of them
 * @param example what their first example must hold, in the first of these checks, as a statement's template
 */
record Damage(String name, String plant, String heal, List<String> seen, String example) {
    @Override
    public String toString() {
        return name;
    }

    private static Damage of(String name, String seen, String example, String plant, String heal) {
        return new Damage(name, plant, heal, List.of(seen.split(" ")), example);
    }

    static Stream<Damage> all() {
        return Stream.of(ofWallets(), ofCharges(), ofEnds(), ofAttempts(), ofStuckOrders(), ofNames())
                .flatMap(List::stream);
    }

    private static List<Damage> ofWallets() {
        return List.of(
                of(
                        "a balance that no transfer explains",
                        "wallet_balance wallet_newest ledger_balances",
                        "wallet_id={wallet}",
                        "update wallet set balance_micros = balance_micros + 5 where id = {wallet}",
                        "update wallet set balance_micros = balance_micros - 5 where id = {wallet}"),
                of(
                        "a last_seq past the newest transfer",
                        "wallet_newest",
                        "wallet_id={wallet}",
                        "update wallet set last_seq = last_seq + 1 where id = {wallet}",
                        "update wallet set last_seq = last_seq - 1 where id = {wallet}"),
                of(
                        "a transfer that is gone",
                        "wallet_chain wallet_balance ledger_balances",
                        "wallet_id={wallet}",
                        "create table kept as select * from transfer where wallet_id = {wallet} and seq = 2;"
                                + "delete from transfer where wallet_id = {wallet} and seq = 2",
                        "insert into transfer overriding system value select * from kept; drop table kept"),
                of(
                        "a transfer with another amount",
                        "wallet_chain wallet_balance ledger_balances",
                        "wallet_id={wallet}",
                        "update transfer set amount_micros = amount_micros + 7 where wallet_id = {wallet} and seq = 1",
                        "update transfer set amount_micros = amount_micros - 7 where wallet_id = {wallet} and seq = 1"),
                of(
                        "a balance after a transfer that is not right",
                        "wallet_chain",
                        "wallet_id={wallet}",
                        "update transfer set balance_after_micros = 3 where wallet_id = {wallet} and seq = 1",
                        "update transfer set balance_after_micros = 50000000 where wallet_id = {wallet} and seq = 1"),
                of(
                        "a wallet that owes",
                        "wallet_not_negative",
                        "wallet_id={wallet}",
                        "alter table wallet drop constraint if exists wallet_is_never_negative;"
                                + "alter table transfer drop constraint if exists transfer_balance_is_never_negative;"
                                + adjustment(200_000_000, "'wallet:' || id", "'adjustment'", "-"),
                        adjustment(200_000_000, "'adjustment'", "'wallet:' || id", "+")));
    }

    private static String adjustment(long micros, String from, String to, String sign) {
        return "with moved as (update wallet set balance_micros = balance_micros " + sign + " " + micros
                + ", last_seq = last_seq + 1 where id = {wallet} returning *)"
                + " insert into transfer (kind, from_account, to_account, amount_micros, wallet_id, seq, balance_after_micros)"
                + " select 'adjustment', " + from + ", " + to + ", " + micros
                + ", id, last_seq, balance_micros from moved";
    }

    private static List<Damage> ofCharges() {
        return List.of(
                of(
                        "a charge other than the order's",
                        "order_charged_once order_in_flight ledger_balances",
                        "order_id={pending}",
                        "update orders set charged_micros = charged_micros + 1 where id = {pending}",
                        "update orders set charged_micros = charged_micros - 1 where id = {pending}"),
                of(
                        "an order charged twice",
                        "order_charged_once order_in_flight ledger_balances",
                        "order_id={processing}",
                        "drop index if exists transfer_one_charge_and_one_sale_per_order;"
                                + ofOrder("charge", "wallet", "in_flight", "-"),
                        undo("charge", "{processing}", "+")),
                of(
                        "a refund that the order does not know of",
                        "order_refunds",
                        "order_id={completed}",
                        ofOrder("refund", "sales", "wallet", "+").replace("{processing}", "{completed}"),
                        undo("refund", "{completed}", "-")),
                of(
                        "money left in flight",
                        "order_in_flight ledger_balances",
                        "order_id={completed}",
                        "insert into transfer (kind, from_account, to_account, amount_micros, order_id)"
                                + " values ('loss', 'loss', 'in_flight', 9, {completed})",
                        "delete from transfer where kind = 'loss'"),
                of(
                        "a completed order that was never sold",
                        "order_sold order_in_flight ledger_balances",
                        "order_id={completed}",
                        "create table kept as select * from transfer where order_id = {completed} and kind = 'sale';"
                                + "delete from transfer where order_id = {completed} and kind = 'sale'",
                        "insert into transfer overriding system value select * from kept; drop table kept"),
                of(
                        "a partial order that does not add up",
                        "order_sold order_in_flight ledger_balances",
                        "order_id={partial}",
                        "update transfer set amount_micros = amount_micros - 1 where order_id = {partial} and kind = 'sale'",
                        "update transfer set amount_micros = amount_micros + 1 where order_id = {partial} and kind = 'sale'"),
                of(
                        "an order on another's wallet",
                        "order_wallet order_charged_once transfer_order",
                        "order_id={pending}",
                        "update orders set wallet_id = (select min(id) from wallet where id <> {wallet}) where id = {pending}",
                        "update orders set wallet_id = {wallet} where id = {pending}"),
                of(
                        "an event of an order that does not exist",
                        "order_events",
                        "order_id=987654322",
                        "insert into order_event (order_id, account_id, mode, version, status)"
                                + " values (987654322, 1, 'live', 1, 'pending')",
                        "delete from order_event where order_id = 987654322"),
                of(
                        "a transfer of an order that does not exist",
                        "transfer_order ledger_balances",
                        "order_id=987654321",
                        "insert into transfer (kind, from_account, to_account, amount_micros, order_id)"
                                + " values ('sale', 'in_flight', 'sales', 9, 987654321)",
                        "delete from transfer where order_id = 987654321"));
    }

    /** Moves a dollar of an order, and its wallet with it, so that only the order is wrong. */
    private static String ofOrder(String kind, String from, String to, String sign) {
        return ("with moved as (update wallet set balance_micros = balance_micros " + sign
                        + " 1000000, last_seq = last_seq + 1 where id = {wallet} returning *)"
                        + " insert into transfer (kind, from_account, to_account, amount_micros, wallet_id, seq,"
                        + " balance_after_micros, order_id) select '" + kind + "', FROM, TO, 1000000, id, last_seq,"
                        + " balance_micros, {processing} from moved")
                .replace("FROM", account(from))
                .replace("TO", account(to));
    }

    private static String account(String name) {
        return "wallet".equals(name) ? "'wallet:' || id" : "'" + name + "'";
    }

    /** Takes the newest transfer of the wallet back. */
    private static String undo(String kind, String order, String sign) {
        return "delete from transfer where order_id = " + order + " and kind = '" + kind
                + "' and seq = (select last_seq from wallet where id = {wallet});"
                + "update wallet set last_seq = last_seq - 1, balance_micros = balance_micros " + sign
                + " 1000000 where id = {wallet}";
    }

    private static List<Damage> ofEnds() {
        return List.of(
                of(
                        "a failed order that says it was not refunded",
                        "failed_refunded order_refunds",
                        "order_id={failed}",
                        "alter table orders drop constraint if exists orders_failed_is_refunded_in_full;"
                                + "update orders set refunded_micros = 0 where id = {failed}",
                        "update orders set refunded_micros = charged_micros where id = {failed}"),
                of(
                        "a failed order that was bought",
                        "failed_not_bought",
                        "order_id={failed}",
                        "update attempt set state = 'bought' where order_id = {failed}",
                        "update attempt set state = 'not_bought' where order_id = {failed}"),
                of(
                        "a completed order that nobody bought",
                        "completed_delivered",
                        "order_id={completed}",
                        "update attempt set state = 'not_bought' where order_id = {completed}",
                        "update attempt set state = 'bought' where order_id = {completed}"),
                of(
                        "an order with a code too few",
                        "completed_delivered",
                        "order_id={stock}",
                        "update stock_code set order_id = null, taken_at = null"
                                + " where id = (select min(id) from stock_code where order_id = {stock})",
                        "update stock_code set order_id = {stock}, taken_at = now() where order_id is null"),
                of(
                        "a refunded order of which nobody knows whether it was bought",
                        "refund_when_known",
                        "order_id={canceled}",
                        attempt("{canceled}", "unknown", "null"),
                        "delete from attempt where number = 9"),
                of(
                        "an order bought twice",
                        "bought_once",
                        "order_id={completed}",
                        "drop index if exists attempt_one_purchase_per_order;"
                                + attempt("{completed}", "bought", "now()"),
                        "delete from attempt where number = 9"),
                of(
                        "an event that is gone",
                        "order_events",
                        "order_id={completed}",
                        "create table kept as select * from order_event where order_id = {completed} and version = 2;"
                                + "delete from order_event where order_id = {completed} and version = 2",
                        "insert into order_event overriding system value select * from kept; drop table kept"),
                of(
                        "a newest event with another status",
                        "order_events",
                        "order_id={failed}",
                        "update order_event set status = 'canceled' where order_id = {failed} and version = 3",
                        "update order_event set status = 'failed' where order_id = {failed} and version = 3"));
    }

    private static String attempt(String order, String state, String resolvedAt) {
        return "insert into attempt (order_id, number, provider_id, session_id, reference, state, resolved_at)"
                + " select id, 9, provider_id, (select max(id) from worker_session), 'planted', '" + state + "', "
                + resolvedAt + " from orders where id = " + order;
    }

    private static List<Damage> ofAttempts() {
        return List.of(
                of(
                        "a processing order that nobody sends",
                        "unfinished_has_attempt",
                        "order_id={processing}",
                        "create table kept as select * from attempt where order_id = {processing};"
                                + "delete from attempt where order_id = {processing}",
                        "insert into attempt overriding system value select * from kept; drop table kept"),
                of(
                        "an order in progress that was not bought",
                        "unfinished_has_attempt",
                        "order_id={in_progress}",
                        "update attempt set state = 'not_bought' where order_id = {in_progress}",
                        "update attempt set state = 'bought' where order_id = {in_progress}"),
                of(
                        "an order held as unknown of which all is known",
                        "unfinished_has_attempt",
                        "order_id={on_hold}",
                        "update attempt set state = 'not_bought', resolved_at = now() where order_id = {on_hold}",
                        "update attempt set state = 'unknown', resolved_at = null where order_id = {on_hold}"),
                of(
                        "a pending order that is being sent",
                        "attempt_order",
                        "order_id={pending}",
                        attempt("{pending}", "sending", "null"),
                        "delete from attempt where number = 9"),
                of(
                        "an attempt of a dead worker",
                        "sending_session",
                        "order_id={processing}",
                        "update worker_session set renewed_at = now() - interval '1 minute' where id ="
                                + " (select session_id from attempt where order_id = {processing})",
                        "update worker_session set renewed_at = now() + interval '1 hour'"));
    }

    private static List<Damage> ofStuckOrders() {
        return List.of(
                of(
                        "a pending order that is never due",
                        "waiting_is_due",
                        "order_id={pending}",
                        "alter table orders drop constraint if exists orders_pending_is_due;"
                                + "update orders set due_at = null where id = {pending}",
                        "update orders set due_at = now() where id = {pending}"),
                of(
                        "a pending order that is due in a month",
                        "waiting_is_due",
                        "order_id={pending}",
                        "update orders set due_at = now() + interval '30 days' where id = {pending}",
                        "update orders set due_at = now() where id = {pending}"),
                of(
                        "a message that Kafka does not take",
                        "outbox_age",
                        "topic=waybill.order-events",
                        "insert into outbox (topic, key, payload, created_at)"
                                + " values ('waybill.order-events', '1', '{}', now() - interval '6 minutes')",
                        "delete from outbox"));
    }

    private static List<Damage> ofNames() {
        return List.of(
                of(
                        "a key of an order that does not exist",
                        "key_order",
                        "order_id=987654321",
                        "update idempotency_key set order_id = 987654321 where order_id = {pending}",
                        "update idempotency_key set order_id = {pending} where order_id = 987654321"),
                of(
                        "a key of another's order",
                        "key_order",
                        "order_id={pending}",
                        "update idempotency_key set account_id = (select min(id) from account where id <> {account})"
                                + " where order_id = {pending}",
                        "update idempotency_key set account_id = {account} where order_id = {pending}"),
                of(
                        "a code given to an order that does not exist",
                        "code_order",
                        "order_id=987654321",
                        "insert into stock_code (item_id, sealed, code_hmac, order_id, taken_at)"
                                + " select item_id, '\\x01', '\\x01', 987654321, now() from orders where id = {stock}",
                        "delete from stock_code where order_id = 987654321"),
                of(
                        "a code of another item",
                        "code_order",
                        "order_id={stock}",
                        "update stock_code set item_id = (select min(id) from item) where order_id = {stock}",
                        "update stock_code set item_id = (select item_id from orders where id = {stock})"
                                + " where order_id = {stock}"));
    }
}
