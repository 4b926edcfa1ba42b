package io.waybill.api.intake;

import io.waybill.order.PlaceOrdersConfiguration;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/** The way in for orders. */
@Configuration(proxyBeanMethods = false)
@Import(PlaceOrdersConfiguration.class)
class IntakeConfiguration {}
