package io.waybill.api;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** Calls one server, as clients do and as they should not. */
public final class HttpCalls {
    private static final int READ_TIMEOUT_MILLIS = 15_000;

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final int port;

    HttpCalls(int port) {
        this.port = port;
    }

    /** @param headers names and values in turn */
    public Reply get(String path, String key, String... headers) {
        return send("GET", path, key, HttpRequest.BodyPublishers.noBody(), headers);
    }

    /** Sends a body as {@code application/json}. */
    public Reply post(String path, String key, String body, String... headers) {
        return send("POST", path, key, HttpRequest.BodyPublishers.ofString(body), with(headers));
    }

    public Reply post(String path, String key, byte[] body, String... headers) {
        return send("POST", path, key, HttpRequest.BodyPublishers.ofByteArray(body), with(headers));
    }

    /** Sends a body as {@code application/json}. */
    public Reply patch(String path, String key, String body, String... headers) {
        return send("PATCH", path, key, HttpRequest.BodyPublishers.ofString(body), with(headers));
    }

    public Reply call(String method, String path, String key, String... headers) {
        return send(method, path, key, HttpRequest.BodyPublishers.noBody(), headers);
    }

    public Reply call(String method, String path, String key, HttpRequest.BodyPublisher body, String... headers) {
        return send(method, path, key, body, headers);
    }

    private static String[] with(String... headers) {
        String[] all = new String[headers.length + 2];
        all[0] = "Content-Type";
        all[1] = "application/json";
        System.arraycopy(headers, 0, all, 2, headers.length);
        return all;
    }

    private Reply send(String method, String path, String key, HttpRequest.BodyPublisher body, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://localhost:" + port + path))
                .method(method, body)
                .timeout(Duration.ofSeconds(40));
        if (!key.isEmpty()) {
            request.header("Authorization", "Bearer " + key);
        }
        if (headers.length > 0) {
            request.headers(headers);
        }
        try {
            HttpResponse<String> response =
                    client.send(request.build(), HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
            return new Reply(response.statusCode(), response.headers(), response.body());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Sends bytes that no client would, and returns all that comes back until the server closes. */
    public String raw(String request) {
        try (Socket socket = new Socket("localhost", port)) {
            socket.setSoTimeout(READ_TIMEOUT_MILLIS);
            socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
            socket.getOutputStream().flush();
            socket.shutdownOutput();
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
