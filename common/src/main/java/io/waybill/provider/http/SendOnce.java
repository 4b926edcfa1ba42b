package io.waybill.provider.http;

import io.waybill.provider.Provider.SendGate;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicReference;

/**
 * The body of a purchase, handed to the client at most once. What is to be bought stands in the body alone, so as long
 * as it was not handed over the purchase provably never left, whatever went wrong; once it was, nothing is certain but
 * an answer. The connection is open by the time the client asks for the body: that is when the gate is asked.
 *
 * <p>INVARIANT: only {@link #subscribe} makes it {@code HANDED_OVER}, and only from {@code WAITING}; so a client that
 * would repeat a request by itself gets no body the second time.
 */
public final class SendOnce implements HttpRequest.BodyPublisher {
    private static final Flow.Subscription NOTHING = new Flow.Subscription() {
        @Override
        public void request(long n) {}

        @Override
        public void cancel() {}
    };

    private final byte[] bytes;
    private final SendGate gate;
    private final AtomicReference<State> state = new AtomicReference<>(State.WAITING);
    private final CompletableFuture<Long> decided = new CompletableFuture<>();

    public SendOnce(byte[] bytes, SendGate gate) {
        this.bytes = bytes;
        this.gate = gate;
    }

    /** Makes sure that it will not be handed over any more; false if it was. */
    public boolean forbid() {
        return state.compareAndSet(State.WAITING, State.FORBIDDEN) || state.get() == State.FORBIDDEN;
    }

    /** Completes when the body's turn has come, with the {@link System#nanoTime()} of it. */
    CompletableFuture<Long> decided() {
        return decided;
    }

    @Override
    public long contentLength() {
        return bytes.length;
    }

    @Override
    public void subscribe(Flow.Subscriber<? super ByteBuffer> subscriber) {
        if (!mayGo()) {
            forbid();
        }
        boolean goes = state.compareAndSet(State.WAITING, State.HANDED_OVER);
        decided.complete(System.nanoTime());
        if (goes) {
            HttpRequest.BodyPublishers.ofByteArray(bytes).subscribe(subscriber);
        } else {
            subscriber.onSubscribe(NOTHING);
            subscriber.onError(new IOException("the request may not be sent"));
        }
    }

    private boolean mayGo() {
        try {
            return gate.maySend();
        } catch (RuntimeException _) {
            return false;
        }
    }

    private enum State {
        WAITING,
        HANDED_OVER,
        FORBIDDEN
    }
}
