package io.waybill.api.orders;

import io.waybill.api.admission.AdmissionSettings;
import io.waybill.catalog.StockCodes;
import io.waybill.order.canceling.CancelRequests;
import io.waybill.order.canceling.CancelUnbought;
import io.waybill.order.canceling.CancelingConfiguration;
import io.waybill.order.reading.Orders;
import io.waybill.secret.SecretBox;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.transaction.support.TransactionTemplate;

@Configuration(proxyBeanMethods = false)
@Import(CancelingConfiguration.class)
class OrdersConfiguration {
    @Bean
    ReadOrders readOrders(Orders orders, StockCodes stockCodes, CancelRequests cancelRequests, SecretBox secretBox) {
        return new ReadOrders(orders, stockCodes, cancelRequests, secretBox);
    }

    @Bean
    FinalWatch finalWatch(Orders orders, WaitSettings settings, AdmissionSettings admission) {
        return new FinalWatch(orders, settings.waitersAmong(admission.requests()));
    }

    @Bean
    AwaitOrder awaitOrder(FinalWatch watch, ReadOrders readOrders) {
        return new AwaitOrder(watch, readOrders);
    }

    @Bean
    CancelOrder cancelOrder(
            ReadOrders readOrders,
            CancelUnbought cancelUnbought,
            CancelRequests cancelRequests,
            TransactionTemplate transactions) {
        return new CancelOrder(readOrders, cancelUnbought, cancelRequests, transactions);
    }
}
