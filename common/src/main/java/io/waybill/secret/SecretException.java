package io.waybill.secret;

/** A sealed secret doesn't open, or the master key is none. The message names whose it is, never the secret. */
public final class SecretException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public SecretException(String message) {
        super(message);
    }
}
