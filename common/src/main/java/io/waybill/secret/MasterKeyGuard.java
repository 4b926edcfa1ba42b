package io.waybill.secret;

import org.springframework.context.SmartLifecycle;

/**
 * Keeps a service from running under another master key than the store's: it could open no code and no credential, and
 * would store codes twice, for their fingerprints would differ. The first start decides which key is the store's.
 * Checked when the schema is there, and before anything else begins.
 */
final class MasterKeyGuard implements SmartLifecycle {
    private static final String CHECK = "master key check";

    private final JdbcMasterKey kept;
    private final SecretBox secretBox;
    private volatile boolean passed;

    MasterKeyGuard(JdbcMasterKey kept, SecretBox secretBox) {
        this.kept = kept;
        this.secretBox = secretBox;
    }

    /** @throws SecretException if the store has another key */
    @Override
    public void start() {
        byte[] check = secretBox.fingerprint(CHECK);
        kept.keepUnlessKept(check);
        if (!kept.isKept(check)) {
            throw new SecretException("WAYBILL_SECRET_KEY is another key than the one that this store's codes and"
                    + " credentials are sealed under: start with the store's own key.");
        }
        passed = true;
    }

    @Override
    public void stop() {
        passed = false;
    }

    @Override
    public boolean isRunning() {
        return passed;
    }

    /** Right after the guard of the schema. */
    @Override
    public int getPhase() {
        return Integer.MIN_VALUE + 1;
    }
}
