package io.waybill.provider.smm;

import io.waybill.provider.Adapter;
import io.waybill.provider.http.AnswerLimits;
import java.time.InstantSource;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;

/** The adapter for providers that speak the SMM panel API. */
@Configuration(proxyBeanMethods = false)
public class SmmConfiguration {
    @Bean
    Adapter smmAdapter(Environment environment, InstantSource clock) {
        return adapter(AnswerLimits.of(environment, "smm"), clock);
    }

    /** The same adapter where no Spring context runs. */
    public static Adapter adapter(AnswerLimits limits, InstantSource clock) {
        return new SmmAdapter(limits, clock);
    }
}
