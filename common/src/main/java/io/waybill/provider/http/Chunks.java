package io.waybill.provider.http;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * An answer's body as it arrives, a few pieces ahead of the reader: another is asked for when one was taken, so that a
 * slow reader slows the sender instead of filling the memory.
 */
final class Chunks implements HttpResponse.BodySubscriber<Chunks> {
    /** Pieces of about 16 KB; enough that the reader of a large catalog seldom waits for the next. */
    private static final int AHEAD = 8;

    private final LinkedBlockingQueue<Piece> pieces = new LinkedBlockingQueue<>();
    private final CompletableFuture<Flow.Subscription> subscription = new CompletableFuture<>();

    @Override
    public CompletionStage<Chunks> getBody() {
        return CompletableFuture.completedStage(this);
    }

    /**
     * Waits for the next piece.
     *
     * @return null at the end of the body
     * @throws IOException if it broke off, or nothing came in time
     */
    @Nullable
    List<ByteBuffer> next(long nanos) throws IOException {
        Piece piece;
        try {
            piece = pieces.poll(nanos, TimeUnit.NANOSECONDS);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted");
        }
        if (piece == null) {
            throw new IOException("time ran out");
        }
        return switch (piece) {
            case Piece.Bytes bytes -> {
                var _ = subscription.thenAccept(s -> s.request(1));
                yield bytes.buffers();
            }
            case Piece.End _ -> null;
            case Piece.Failure failure ->
                throw new IOException("broken off: " + ProviderHttp.describe(failure.cause()), failure.cause());
        };
    }

    /** Drops the rest, and with it the connection. */
    void cancel() {
        var _ = subscription.thenAccept(Flow.Subscription::cancel);
    }

    @Override
    public void onSubscribe(Flow.Subscription newSubscription) {
        if (subscription.complete(newSubscription)) {
            newSubscription.request(AHEAD);
        } else {
            newSubscription.cancel();
        }
    }

    @Override
    public void onNext(List<ByteBuffer> buffers) {
        pieces.add(new Piece.Bytes(buffers));
    }

    @Override
    public void onError(Throwable cause) {
        pieces.add(new Piece.Failure(cause));
    }

    @Override
    public void onComplete() {
        pieces.add(new Piece.End());
    }

    private sealed interface Piece {
        record Bytes(List<ByteBuffer> buffers) implements Piece {}

        record End() implements Piece {}

        record Failure(Throwable cause) implements Piece {}
    }
}
