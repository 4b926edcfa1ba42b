package io.waybill.api.admission;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import org.apache.coyote.AbstractProtocol;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;

@Configuration(proxyBeanMethods = false)
class AdmissionConfiguration {
    /** Threads beyond the places: for those who are refused, and those who may always come in. */
    private static final int BEYOND = 64;

    /**
     * In the place of Spring Boot's executor, which starts as many virtual threads as there are connections. Tomcat
     * keeps the buffers of as many as run at once: it would else throw most of them away, and a crowd would drown in
     * garbage.
     */
    @Bean
    WebServerFactoryCustomizer<TomcatServletWebServerFactory> requestThreads(AdmissionSettings settings) {
        int most = settings.requests() + BEYOND;
        RequestThreads threads = new RequestThreads(most);
        return factory -> factory.addConnectorCustomizers(connector -> {
            AbstractProtocol<?> protocol = (AbstractProtocol<?>) connector.getProtocolHandler();
            protocol.setExecutor(threads);
            protocol.setProcessorCache(most);
        });
    }

    /** Right after the filter that gives refusals their form. */
    @Bean
    FilterRegistrationBean<AdmissionFilter> admissionFilter(AdmissionSettings settings, MeterRegistry meters) {
        Admission admission = new Admission(settings.requests());
        Gauge.builder("waybill.admission.requests", admission, Admission::taken)
                .description("places taken by requests that are served")
                .strongReference(true)
                .register(meters);
        Counter refused = Counter.builder("waybill.admission.refused")
                .description("requests that there was no room for")
                .register(meters);
        FilterRegistrationBean<AdmissionFilter> registration =
                new FilterRegistrationBean<>(new AdmissionFilter(admission, refused));
        registration.setOrder(Ordered.HIGHEST_PRECEDENCE + 1);
        return registration;
    }
}
