package io.waybill.api.admin.keys;

import io.waybill.account.Accounts;
import io.waybill.account.ApiKeys;
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
    RevokeKey revokeKey(ApiKeys keys) {
        return new RevokeKey(keys);
    }
}
