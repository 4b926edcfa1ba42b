package io.waybill.provider;

/** What a provider answers when it is asked to call off a purchase. Only {@link Canceled} gives money back. */
public sealed interface Cancellation {
    /** What was answered, masked. */
    String answer();

    /** It is called off: nothing was delivered, nor will be. */
    record Canceled(String answer) implements Cancellation {}

    /** The provider has taken the request; what becomes of it, the purchase's state will tell. */
    record Taken(String answer) implements Cancellation {}

    /** It can't be called off any more. */
    record Refused(String answer) implements Cancellation {}

    /** No usable answer. The same request may be sent again: to call off twice is to call off once. */
    record Unknown(String why, String answer) implements Cancellation {}
}
