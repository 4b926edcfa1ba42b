package io.waybill.launch;

/** A service was started without a setting that has no default. */
public final class MissingSettingsException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    MissingSettingsException(String message) {
        super(message);
    }
}
