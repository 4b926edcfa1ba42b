package io.waybill.provider.panel;

import io.waybill.provider.Adapter;
import java.time.InstantSource;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The adapter for providers that speak the store API. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(PanelLimits.class)
public class PanelConfiguration {
    @Bean
    Adapter panelAdapter(PanelLimits limits, InstantSource clock) {
        return adapter(limits, clock);
    }

    /** The same adapter where no Spring context runs. */
    public static Adapter adapter(PanelLimits limits, InstantSource clock) {
        return new PanelAdapter(limits, clock);
    }
}
