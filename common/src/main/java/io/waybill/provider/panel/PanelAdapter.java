package io.waybill.provider.panel;

import io.waybill.provider.Adapter;
import io.waybill.provider.Provider;
import io.waybill.provider.ProviderAccount;
import io.waybill.provider.http.AnswerLimits;
import java.time.InstantSource;

/** Speaks the store API over HTTP/1.1, with one client and its connections for each account. */
final class PanelAdapter implements Adapter {
    private final AnswerLimits limits;
    private final InstantSource clock;

    PanelAdapter(AnswerLimits limits, InstantSource clock) {
        this.limits = limits;
        this.clock = clock;
    }

    @Override
    public String protocol() {
        return "panel";
    }

    @Override
    public Provider connect(ProviderAccount account) {
        return new PanelProvider(account, limits, clock);
    }
}
