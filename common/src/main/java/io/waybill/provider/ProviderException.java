package io.waybill.provider;

/**
 * The provider gave no usable answer to a question that buys nothing. The message says what it did, without secrets.
 */
public final class ProviderException extends Exception {
    private static final long serialVersionUID = 1L;

    public ProviderException(String message) {
        super(message);
    }

    public ProviderException(String message, Throwable cause) {
        super(message, cause);
    }
}
