package io.waybill.provider.http;

import io.waybill.provider.Cancellation;
import io.waybill.provider.Outcome;
import io.waybill.provider.Outcome.NotBought;
import io.waybill.provider.Outcome.NotBought.Reason;
import io.waybill.provider.Outcome.Unknown;
import io.waybill.provider.Provider.SendGate;
import io.waybill.provider.ProviderException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import javax.net.ssl.SSLHandshakeException;

/**
 * One HTTP client for one provider account: HTTP/1.1, no redirect, no cookie, no credentials of its own, nothing sent
 * twice; each call bounded in time and size, the body included. Thread-safe.
 */
public final class ProviderHttp implements AutoCloseable {
    private final Duration connectTimeout;
    private final Duration answerTimeout;
    private final ExecutorService executor;
    private final HttpClient client;

    public ProviderHttp(Duration connectTimeout, Duration answerTimeout) {
        this.connectTimeout = connectTimeout;
        this.answerTimeout = answerTimeout;
        this.executor = Executors.newVirtualThreadPerTaskExecutor();
        this.client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(connectTimeout)
                .executor(executor)
                .build();
    }

    /**
     * Buys, and says what is known whatever comes back.
     *
     * @param verdict what a whole answer proves
     */
    public Outcome buy(Posting posting, SendGate gate, Evidence evidence, Function<Reply.Answered, Outcome> verdict) {
        SendOnce body = new SendOnce(posting.body().getBytes(StandardCharsets.UTF_8), gate);
        try {
            if (!gate.maySend()) {
                return new NotBought(
                        Reason.NEVER_SENT, null, evidence.unanswered("not sent: the worker's session ended"));
            }
            return buy(posting, body, evidence, verdict);
        } catch (RuntimeException e) {
            String why = describe(e);
            return body.forbid()
                    ? new NotBought(Reason.NEVER_SENT, null, evidence.unanswered(why))
                    : new Unknown(why, evidence.unanswered(why));
        }
    }

    private Outcome buy(Posting posting, SendOnce body, Evidence evidence, Function<Reply.Answered, Outcome> verdict) {
        HttpRequest.Builder request;
        try {
            request = posting.head().get();
        } catch (IllegalArgumentException _) {
            String why = "not sent: the provider's address or key can not be used";
            return new NotBought(Reason.PROVIDER_DOWN, null, evidence.unanswered(why));
        }
        return switch (post(request, body, posting.answerLimit())) {
            case Reply.Answered answer -> verdict.apply(answer);
            case Reply.Lost lost -> new Unknown(lost.why(), evidence.broken(lost.status(), lost.body(), lost.why()));
            case Reply.NeverSent never ->
                new NotBought(Reason.NEVER_SENT, null, evidence.unanswered("not sent: " + never.why()));
        };
    }

    /**
     * Asks to cancel, and says what is known whatever comes back.
     *
     * @param reading what a whole answer says
     */
    public Cancellation cancel(Posting posting, Function<Reply.Answered, Cancellation> reading) {
        SendOnce body = new SendOnce(posting.body().getBytes(StandardCharsets.UTF_8), () -> true);
        try {
            return switch (post(posting.head().get(), body, posting.answerLimit())) {
                case Reply.Answered answer -> reading.apply(answer);
                case Reply.Lost lost -> new Cancellation.Unknown(lost.why(), "");
                case Reply.NeverSent never -> new Cancellation.Unknown("not sent: " + never.why(), "");
            };
        } catch (RuntimeException e) {
            return new Cancellation.Unknown("not sent: " + e.getClass().getSimpleName(), "");
        }
    }

    /**
     * Sends a purchase, waiting at most the connect time-out and then, from when the body leaves, the answer time-out.
     */
    public Reply post(HttpRequest.Builder request, SendOnce body, long limit) {
        CompletableFuture<HttpResponse<Chunks>> answer =
                client.sendAsync(request.POST(body).build(), _ -> new Chunks());
        try {
            long sentAt = awaitTurn(answer, body);
            HttpResponse<Chunks> response =
                    answer.get(remaining(sentAt + answerTimeout.toNanos()), TimeUnit.NANOSECONDS);
            return read(response, sentAt + answerTimeout.toNanos(), limit);
        } catch (TimeoutException _) {
            abandon(answer);
            return body.forbid()
                    ? new Reply.NeverSent("no connection within " + connectTimeout.toMillis() + " ms")
                    : new Reply.Lost(0, Reply.Body.NONE, "no answer within " + answerTimeout.toMillis() + " ms");
        } catch (InterruptedException _) {
            abandon(answer);
            Thread.currentThread().interrupt();
            return unanswered(body, "interrupted while waiting for the answer");
        } catch (ExecutionException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            return endedInHandshake(cause) ? new Reply.NeverSent(describe(cause)) : unanswered(body, describe(cause));
        }
    }

    /** The client's connect time-out ends before a TLS handshake does; this wait does not. */
    private long awaitTurn(CompletableFuture<HttpResponse<Chunks>> answer, SendOnce body)
            throws InterruptedException, ExecutionException, TimeoutException {
        try {
            CompletableFuture.anyOf(answer, body.decided()).get(connectTimeout.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            if (body.forbid()) {
                throw e;
            }
        }
        return body.decided().getNow(System.nanoTime());
    }

    /**
     * The client sometimes takes a connection that was closed in the middle of the handshake for one that is ready, and
     * asks for the body; but nobody reads a request before the handshake is over.
     */
    private static boolean endedInHandshake(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof SSLHandshakeException) {
                return true;
            }
        }
        return false;
    }

    private static Reply unanswered(SendOnce body, String why) {
        return body.forbid() ? new Reply.NeverSent(why) : new Reply.Lost(0, Reply.Body.NONE, why);
    }

    private static Reply read(HttpResponse<Chunks> response, long deadline, long limit) {
        ByteArrayOutputStream read = new ByteArrayOutputStream();
        try (InputStream in = new BoundedBody(response.body(), deadline, Long.MAX_VALUE, limit)) {
            in.transferTo(read);
            return new Reply.Answered(response.statusCode(), response.headers(), new Reply.Body(read.toByteArray()));
        } catch (IOException e) {
            String why = "the answer's body after " + read.size() + " bytes: " + e.getMessage();
            return new Reply.Lost(response.statusCode(), new Reply.Body(read.toByteArray()), why);
        }
    }

    /**
     * Asks for something that changes nothing, by GET unless the request says otherwise, and has the answer read while
     * it arrives.
     *
     * @param total nanoseconds for connecting, the headers and the whole body
     * @throws ProviderException if no answer came, or broke off, or the reader finds it unusable
     */
    public <T> T ask(HttpRequest.Builder request, Duration total, long limit, Reader<T> reader)
            throws ProviderException {
        long deadline = System.nanoTime() + total.toNanos();
        CompletableFuture<HttpResponse<Chunks>> answer = client.sendAsync(request.build(), _ -> new Chunks());
        try {
            long patience = connectTimeout.plus(answerTimeout).toNanos();
            HttpResponse<Chunks> response = answer.get(Math.min(patience, remaining(deadline)), TimeUnit.NANOSECONDS);
            try (InputStream in = new BoundedBody(response.body(), deadline, answerTimeout.toNanos(), limit)) {
                return reader.read(response.statusCode(), response.headers(), in);
            }
        } catch (TimeoutException _) {
            abandon(answer);
            throw new ProviderException("The provider did not answer in time.");
        } catch (InterruptedException _) {
            abandon(answer);
            Thread.currentThread().interrupt();
            throw new ProviderException("Interrupted while the provider was asked.");
        } catch (ExecutionException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            throw new ProviderException("The provider can not be reached: " + describe(cause), cause);
        } catch (IOException e) {
            throw new ProviderException("The provider's answer can not be read: " + e.getMessage(), e);
        }
    }

    /**
     * Ends the exchange, and drops an answer that comes in this very moment: unread, it would hold its connection for
     * ever.
     */
    private static void abandon(CompletableFuture<HttpResponse<Chunks>> answer) {
        answer.cancel(true);
        var _ = answer.thenAccept(late -> late.body().cancel());
    }

    private static long remaining(long deadline) {
        return Math.max(0, deadline - System.nanoTime());
    }

    /** What went wrong, in one line, without the address (which may hold a credential). */
    public static String describe(Throwable cause) {
        String name = cause.getClass().getSimpleName();
        String message = cause.getMessage();
        return message == null ? name : name + ", " + message;
    }

    public static URI resolve(URI baseUrl, String path) {
        String base = baseUrl.toString();
        return URI.create((base.endsWith("/") ? base.substring(0, base.length() - 1) : base) + path);
    }

    /** Waits for calls that run; each is bounded. */
    @Override
    public void close() {
        client.close();
        executor.close();
    }

    @FunctionalInterface
    public interface Reader<T> {
        T read(int status, HttpHeaders headers, InputStream body) throws IOException, ProviderException;
    }
}
