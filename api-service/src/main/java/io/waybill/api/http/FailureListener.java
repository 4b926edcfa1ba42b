package io.waybill.api.http;

/** Hears of every 4xx and 5xx. Called on the request's thread: must neither block nor throw. */
public interface FailureListener {
    /** @param subject what was refused: the request, or one element of a batch */
    void failed(Exchange exchange, Failure failure, Exchange.Subject subject);
}
