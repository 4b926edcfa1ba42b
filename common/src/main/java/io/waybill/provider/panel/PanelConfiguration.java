package io.waybill.provider.panel;

import io.waybill.provider.Adapter;
import io.waybill.provider.http.AnswerLimits;
import java.time.InstantSource;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;

/** The adapter for providers that speak the store API. */
@Configuration(proxyBeanMethods = false)
public class PanelConfiguration {
    @Bean
    Adapter panelAdapter(Environment environment, InstantSource clock) {
        return adapter(AnswerLimits.of(environment, "panel"), clock);
    }

    /** The same adapter where no Spring context runs. */
    public static Adapter adapter(AnswerLimits limits, InstantSource clock) {
        return new PanelAdapter(limits, clock);
    }
}
