package io.waybill.schema;

/** The database's schema is too old for this program. The message says what to do, in one sentence. */
public final class SchemaException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public SchemaException(String message) {
        super(message);
    }
}
