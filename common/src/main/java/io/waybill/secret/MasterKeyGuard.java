package io.waybill.secret;

/**
 * Keeps a service from running under another master key than the store's: it could open no code and no credential, and
 * would store codes twice, for their fingerprints would differ. The first start decides which key is the store's.
 */
final class MasterKeyGuard {
    private static final String CHECK = "master key check";

    private final JdbcMasterKey kept;
    private final SecretBox secretBox;

    MasterKeyGuard(JdbcMasterKey kept, SecretBox secretBox) {
        this.kept = kept;
        this.secretBox = secretBox;
    }

    /** @throws SecretException if the store has another key */
    void check() {
        byte[] check = secretBox.fingerprint(CHECK);
        kept.keepUnlessKept(check);
        if (!kept.isKept(check)) {
            throw new SecretException("WAYBILL_SECRET_KEY is another key than the one that this store's codes and"
                    + " credentials are sealed under: start with the store's own key.");
        }
    }
}
