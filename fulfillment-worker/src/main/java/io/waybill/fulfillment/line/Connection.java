package io.waybill.fulfillment.line;

import io.waybill.provider.Outcome;
import io.waybill.provider.Provider;
import io.waybill.provider.ProviderAccount;
import io.waybill.provider.Purchase;

/** A connection that closes itself once it was replaced and its last call is over. Thread-safe. */
final class Connection {
    private final ProviderAccount account;
    private final Provider provider;
    private int calls;
    private boolean replaced;

    Connection(ProviderAccount account, Provider provider) {
        this.account = account;
        this.provider = provider;
    }

    ProviderAccount account() {
        return account;
    }

    /** Takes it for one call; false if it was replaced: then take the one that replaced it. */
    synchronized boolean enter() {
        if (replaced) {
            return false;
        }
        calls++;
        return true;
    }

    Outcome buy(Purchase purchase, Provider.SendGate gate) {
        return provider.buy(purchase, gate);
    }

    void leave() {
        boolean last;
        synchronized (this) {
            calls--;
            last = replaced && calls == 0;
        }
        if (last) {
            provider.close();
        }
    }

    void replace() {
        boolean idle;
        synchronized (this) {
            idle = !replaced && calls == 0;
            replaced = true;
        }
        if (idle) {
            provider.close();
        }
    }
}
