package io.waybill.api.admin.accounts;

import io.waybill.account.Accounts;
import io.waybill.account.ApiKeys;
import io.waybill.api.wallet.ReadTransfers;
import io.waybill.ledger.Ledger;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class AccountsConfiguration {
    @Bean
    ReadAccounts readAccounts(Accounts accounts) {
        return new ReadAccounts(accounts);
    }

    @Bean
    OpenAccount openAccount(Accounts accounts) {
        return new OpenAccount(accounts);
    }

    @Bean
    ChangeAccount changeAccount(Accounts accounts, LastAdminKey lastAdminKey) {
        return new ChangeAccount(accounts, lastAdminKey);
    }

    @Bean
    LastAdminKey lastAdminKey(Accounts accounts, ApiKeys keys) {
        return new LastAdminKey(accounts, keys);
    }

    @Bean
    MoveMoney moveMoney(Accounts accounts, Ledger ledger, ReadTransfers transfers) {
        return new MoveMoney(accounts, ledger, transfers);
    }
}
