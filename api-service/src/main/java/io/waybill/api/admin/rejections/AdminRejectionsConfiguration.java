package io.waybill.api.admin.rejections;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Reading what was refused. */
@Configuration(proxyBeanMethods = false)
class AdminRejectionsConfiguration {
    @Bean
    JdbcRejectionList rejectionList(JdbcClient jdbc) {
        return new JdbcRejectionList(jdbc);
    }
}
