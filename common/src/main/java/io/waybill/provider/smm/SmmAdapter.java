package io.waybill.provider.smm;

import io.waybill.provider.Adapter;
import io.waybill.provider.Capability;
import io.waybill.provider.Provider;
import io.waybill.provider.ProviderAccount;
import io.waybill.provider.http.AnswerLimits;
import java.time.InstantSource;
import java.util.Set;

/** Speaks the SMM panel API over HTTP/1.1, with one client and its connections for each account. */
final class SmmAdapter implements Adapter {
    private final AnswerLimits limits;
    private final InstantSource clock;

    SmmAdapter(AnswerLimits limits, InstantSource clock) {
        this.limits = limits;
        this.clock = clock;
    }

    @Override
    public String protocol() {
        return "smm";
    }

    /** There is no reference of ours in it, no look-up, and a refill is not asked for. */
    @Override
    public Set<Capability> capabilities() {
        return Set.of(Capability.STATUS, Capability.CANCEL);
    }

    @Override
    public Provider connect(ProviderAccount account) {
        return new SmmProvider(account, limits, clock);
    }
}
