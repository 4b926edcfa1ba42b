package io.waybill.provider.upkeep.balance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.waybill.provider.CatalogRow;
import io.waybill.provider.Outcome;
import io.waybill.provider.Provider;
import io.waybill.provider.Purchase;
import io.waybill.provider.ScriptedServer.Script;
import io.waybill.provider.upkeep.Upkeep;
import io.waybill.provider.upkeep.turn.Chore;
import io.waybill.provider.upkeep.turn.Turn;
import io.waybill.provider.upkeep.turn.TurnLostException;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RefreshBalanceTest {
    private Upkeep upkeep;

    @BeforeEach
    void start() throws IOException {
        upkeep = new Upkeep();
    }

    @AfterEach
    void stop() throws IOException {
        upkeep.close();
    }

    @Test
    void keepsARowOfHistoryWhenTheAnswerDiffers() {
        for (String balance : List.of("10", "10.000000", "9.5", "9.5", "10")) {
            answers(balance);
        }

        assertThat(history()).containsExactly("10.000000 USD", "9.500000 USD", "10.000000 USD");
        assertThat(provider()).containsEntry("health", "ok").containsEntry("balance", new BigDecimal("10.000000"));
        assertThat(upkeep.events()).isEmpty();
    }

    @Test
    void tellsOnceThatABalanceIsLowAndOnceThatItIsNoMore() {
        upkeep.provider("low_balance = 5");
        answers("10");
        answers("4.99");
        Object since = provider().get("low_since");
        answers("3");

        assertThat(since).isNotNull();
        assertThat(provider()).containsEntry("low_since", since);
        assertThat(upkeep.events()).containsExactly("balance_low");

        answers("5");
        answers("6");

        assertThat(provider()).containsEntry("low_since", null);
        assertThat(upkeep.events()).containsExactly("balance_low", "balance_recovered");
        assertThat(standing())
                .isEqualTo(new Standings.Standing(upkeep.providerId, new BigDecimal("6.000000"), false, false));
    }

    @Test
    void tellsOnceThatAProviderFailsAndOnceThatItIsBack() {
        answers("10");
        fails();
        fails();

        assertThat(provider())
                .containsEntry("health", "failing")
                .containsEntry("balance", new BigDecimal("10.000000"))
                .hasEntrySatisfying(
                        "health_note", note -> assertThat(note.toString()).contains("invalid_key"));
        assertThat(standing().failing()).isTrue();
        answers("10");

        assertThat(provider()).containsEntry("health", "ok").containsEntry("health_note", null);
        assertThat(upkeep.events()).containsExactly("failing", "recovered");
    }

    @Test
    void whatIsKeptOfAnEventIsAlsoToldByTheOutboxAndHoldsNoSecret() {
        fails();

        assertThat(upkeep.jdbc()
                        .sql("select topic, key, payload from outbox")
                        .query()
                        .singleRow())
                .containsEntry("topic", "waybill.provider-events")
                .containsEntry("key", Long.toString(upkeep.providerId))
                .hasEntrySatisfying(
                        "payload",
                        payload -> assertThat(payload.toString())
                                .startsWith("{\"id\":1,\"provider_id\":" + upkeep.providerId
                                        + ",\"kind\":\"failing\",\"note\":\"GET /me")
                                .doesNotContain("sk_live_K"));
    }

    @Test
    void aTestNeedsNoTurnAndSaysWhatWasAnswered() {
        Turn held = upkeep.turns.take(upkeep.providerId, Chore.BALANCE).orElseThrow();
        upkeep.server.otherwise(me("12.5"));
        try (Provider provider = upkeep.connect()) {
            assertThat(upkeep.refreshBalance.test(upkeep.providerId, provider))
                    .isEqualTo(new BalanceAnswer.Answered(new Provider.Balance(new BigDecimal("12.5"), "USD")));
            upkeep.server.otherwise(Script.json(401, "{\"ok\":false,\"error\":\"invalid_key\"}"));
            assertThat(upkeep.refreshBalance.test(upkeep.providerId, provider))
                    .isInstanceOfSatisfying(
                            BalanceAnswer.Failed.class,
                            failed -> assertThat(failed.note()).contains("invalid_key"));
        }
        assertThat(provider()).containsEntry("health", "failing").containsEntry("balance", new BigDecimal("12.500000"));
        assertThat(upkeep.turns.renew(held)).isTrue();
    }

    @Test
    void anAnswerThatWasOvertakenSaysNothingAnyMore() {
        upkeep.server.otherwise(me("20"));
        try (Provider fresh = upkeep.connect()) {
            Provider slow = new SlowProvider(() -> upkeep.refreshBalance.test(upkeep.providerId, fresh));
            upkeep.refreshBalance.test(upkeep.providerId, slow);
        }
        assertThat(history()).containsExactly("20.000000 USD");
        assertThat(provider()).containsEntry("balance", new BigDecimal("20.000000"));
    }

    @Test
    void aTurnThatHasPassedOnWritesNothing() {
        Turn turn = upkeep.turns.take(upkeep.providerId, Chore.BALANCE).orElseThrow();
        Provider slow = new SlowProvider(() -> upkeep.jdbc()
                .sql("update sync_job set holder = 'another' where kind = 'balance'")
                .update());

        assertThatThrownBy(() -> upkeep.refreshBalance.run(turn, slow)).isInstanceOf(TurnLostException.class);
        assertThat(history()).isEmpty();
    }

    @Test
    void onlyTheNewestOfHistoryAndEventsAreKept() {
        upkeep.jdbc().sql("""
                with balances as (
                  insert into provider_balance (provider_id, balance, currency)
                  select :id, n, 'USD'
                    from generate_series(1, 10100) as n
                )
                insert into provider_event (provider_id, kind, note)
                select :id, 'failing', 'once'
                  from generate_series(1, 10100)
                """).param("id", upkeep.providerId).update();

        fails();
        answers("3");

        assertThat(history()).hasSize(10_000).last().isEqualTo("3.000000 USD");
        assertThat(upkeep.events()).hasSize(10_000).last().isEqualTo("recovered");
    }

    private void answers(String balance) {
        upkeep.server.otherwise(me(balance));
        run();
    }

    private void fails() {
        upkeep.server.otherwise(Script.json(401, "{\"ok\":false,\"error\":\"invalid_key\"}"));
        run();
    }

    private void run() {
        Turn turn = upkeep.turns.take(upkeep.providerId, Chore.BALANCE).orElseThrow();
        try (Provider provider = upkeep.connect()) {
            var _ = upkeep.refreshBalance.run(turn, provider);
        } finally {
            upkeep.turns.release(turn);
        }
    }

    private static Script me(String balance) {
        return Script.json(200, "{\"ok\":true,\"user\":{\"balance\":\"" + balance + "\"}}");
    }

    private List<String> history() {
        return upkeep.jdbc()
                .sql("select balance || ' ' || currency from provider_balance order by id")
                .query(String.class)
                .list();
    }

    private Map<String, Object> provider() {
        return upkeep.jdbc()
                .sql("select * from provider where id = :id")
                .param("id", upkeep.providerId)
                .query()
                .singleRow();
    }

    private Standings.Standing standing() {
        return new JdbcStandings(upkeep.jdbc()).read().getFirst();
    }

    /** Answers one dollar, after something else has happened. */
    private record SlowProvider(Runnable meanwhile) implements Provider {
        @Override
        public Outcome buy(Purchase purchase, SendGate gate) {
            throw new AssertionError();
        }

        @Override
        public Balance balance() {
            meanwhile.run();
            return new Balance(BigDecimal.ONE, "USD");
        }

        @Override
        public void catalog(Consumer<CatalogRow> rows) {
            throw new AssertionError();
        }

        @Override
        public void close() {}
    }
}
