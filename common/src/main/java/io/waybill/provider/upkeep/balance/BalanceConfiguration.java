package io.waybill.provider.upkeep.balance;

import io.waybill.provider.upkeep.event.ProviderEvents;
import io.waybill.provider.upkeep.turn.Turns;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Asking providers for our balances, and how they stand. */
@Configuration(proxyBeanMethods = false)
public class BalanceConfiguration {
    @Bean
    RefreshBalance refreshBalance(
            JdbcClient jdbc, PlatformTransactionManager transactions, ProviderEvents events, Turns turns) {
        JdbcBalances balances = new JdbcBalances(jdbc);
        return new RefreshBalance(
                balances, new NoteAnswer(balances, events, new TransactionTemplate(transactions), turns));
    }

    @Bean
    Standings standings(JdbcClient jdbc) {
        return new JdbcStandings(jdbc);
    }
}
