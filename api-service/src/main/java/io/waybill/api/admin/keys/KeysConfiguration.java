package io.waybill.api.admin.keys;

import io.waybill.account.Accounts;
import io.waybill.account.ApiKeys;
import io.waybill.api.admin.accounts.LastAdminKey;
import java.time.InstantSource;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class KeysConfiguration {
    @Bean
    IssueKey issueKey(Accounts accounts, ApiKeys keys, InstantSource clock) {
        return new IssueKey(accounts, keys, clock);
    }

    @Bean
    RevokeKey revokeKey(Accounts accounts, ApiKeys keys, LastAdminKey lastAdminKey) {
        return new RevokeKey(accounts, keys, lastAdminKey);
    }
}
