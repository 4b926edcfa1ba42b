package io.waybill.provider;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A server on raw sockets that does what a script says, however unlike HTTP: it resets, drips, breaks off, never ends.
 * Thread-safe.
 */
public final class ScriptedServer implements AutoCloseable {
    private final ServerSocket listener;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Queue<Script> next = new ConcurrentLinkedQueue<>();
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final List<Request> requests = new CopyOnWriteArrayList<>();
    private final AtomicInteger connections = new AtomicInteger();
    private final CountDownLatch closed = new CountDownLatch(1);
    private volatile Script otherwise;

    private ScriptedServer(ServerSocket listener, Script otherwise) {
        this.listener = listener;
        this.otherwise = otherwise;
    }

    /** Plays this script for every request that no other is queued for. */
    public static ScriptedServer start(Script otherwise) throws IOException {
        ScriptedServer server =
                new ScriptedServer(new ServerSocket(0, 200, InetAddress.getLoopbackAddress()), otherwise);
        server.threads.execute(server::accept);
        return server;
    }

    public URI url() {
        return URI.create("http://127.0.0.1:" + listener.getLocalPort() + "/api/v1");
    }

    /** Queues a script for the next request, or the next connection if none is open. */
    public void next(Script script) {
        next.add(script);
    }

    public void otherwise(Script script) {
        otherwise = script;
    }

    /** The requests that were read whole. */
    public List<Request> requests() {
        return requests;
    }

    public int connections() {
        return connections.get();
    }

    private void accept() {
        while (closed.getCount() > 0) {
            try {
                Socket socket = listener.accept();
                connections.incrementAndGet();
                open.add(socket);
                threads.execute(() -> serve(socket));
            } catch (IOException _) {
                return;
            }
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            InputStream in = new BufferedInputStream(socket.getInputStream());
            Connection connection = new Connection(socket, in);
            boolean first = true;
            while (!socket.isClosed() && (first || connection.hasMore())) {
                first = false;
                Script script = next.poll();
                (script == null ? otherwise : script).play(connection);
            }
        } catch (IOException _) {
            // the client hung up, or the script did
        } finally {
            open.remove(socket);
        }
    }

    @Override
    public void close() throws IOException {
        closed.countDown();
        listener.close();
        for (Socket socket : open) {
            socket.close();
        }
        threads.close();
    }

    /** What the server does with one request. */
    @FunctionalInterface
    public interface Script {
        void play(Connection connection) throws IOException;

        static Script json(int status, String body) {
            return answer(status, "Content-Type: application/json; charset=utf-8\r\n", body);
        }

        /** @param headers each with its line end */
        static Script answer(int status, String headers, String body) {
            byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
            return connection -> {
                connection.read();
                connection.write(
                        "HTTP/1.1 " + status + " X\r\n" + headers + "Content-Length: " + bytes.length + "\r\n\r\n");
                connection.write(bytes);
            };
        }
    }

    /** A request as it came. Header names are in lower case. */
    public record Request(String method, String path, Map<String, String> headers, String body) {}

    /** One connection, for its script. */
    public final class Connection {
        private final Socket socket;
        private final InputStream in;
        private final OutputStream out;

        Connection(Socket socket, InputStream in) throws IOException {
            this.socket = socket;
            this.in = in;
            this.out = socket.getOutputStream();
        }

        boolean hasMore() throws IOException {
            in.mark(1);
            int next = in.read();
            in.reset();
            return next >= 0;
        }

        /** Reads one request whole. */
        public Request read() throws IOException {
            String[] start = line().split(" ", -1);
            Map<String, String> headers = headers();
            int length = Integer.parseInt(headers.getOrDefault("content-length", "0"));
            byte[] body = in.readNBytes(length);
            if (start.length < 2 || body.length < length) {
                throw new IOException("the request broke off");
            }
            Request request = new Request(start[0], start[1], headers, new String(body, StandardCharsets.UTF_8));
            requests.add(request);
            return request;
        }

        private Map<String, String> headers() throws IOException {
            Map<String, String> headers = new TreeMap<>();
            for (String line = line(); !line.isEmpty(); line = line()) {
                int colon = line.indexOf(':');
                if (colon < 0) {
                    throw new IOException("no HTTP header: " + line);
                }
                headers.put(
                        line.substring(0, colon).toLowerCase(Locale.ROOT),
                        line.substring(colon + 1).strip());
            }
            return headers;
        }

        private String line() throws IOException {
            ByteArrayOutputStream line = new ByteArrayOutputStream();
            for (int b = in.read(); b != '\n'; b = in.read()) {
                if (b < 0) {
                    throw new IOException("the client hung up");
                }
                if (b != '\r') {
                    line.write(b);
                }
            }
            return line.toString(StandardCharsets.UTF_8);
        }

        public void write(String text) throws IOException {
            write(text.getBytes(StandardCharsets.UTF_8));
        }

        public void write(byte[] bytes) throws IOException {
            out.write(bytes);
            out.flush();
        }

        /** Hangs up in the middle, with a TCP reset. */
        public void reset() throws IOException {
            socket.setSoLinger(true, 0);
            socket.close();
        }

        public void hangUp() throws IOException {
            socket.close();
        }

        /** Does nothing for a while, or until the server is closed. */
        public void pause(Duration time) throws IOException {
            try {
                if (closed.await(time.toMillis(), TimeUnit.MILLISECONDS)) {
                    throw new IOException("the server closes");
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IOException(e);
            }
        }

        /** Says nothing more. */
        public void hold() throws IOException {
            pause(Duration.ofMinutes(10));
        }
    }
}
