package io.waybill.benchmark.peak;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.HdrHistogram.Histogram;

/**
 * Offers requests to a service over connections that are kept alive, all on the caller's thread: the less it costs, the
 * more is left to the service that is measured. One that the service ends with its answer is opened anew. Not
 * thread-safe.
 */
final class HttpLoad implements AutoCloseable {
    private static final Duration DRAIN_WITHIN = Duration.ofSeconds(30);

    /** Counted as the status of a request whose connection broke. */
    static final int NO_ANSWER = 0;

    private final Selector selector;
    private final int port;
    private final Set<Connection> connections = new HashSet<>();
    private final Deque<Connection> idle = new ArrayDeque<>();
    private final Supplier<byte[]> requests;
    private final ByteBuffer in = ByteBuffer.allocate(64 * 1024);
    private Histogram micros = new Histogram(3);
    private Histogram refusedMicros = new Histogram(3);
    private long accepted;
    private SortedMap<Integer, Long> refused = new TreeMap<>();

    private HttpLoad(Selector selector, int port, Supplier<byte[]> requests) {
        this.selector = selector;
        this.port = port;
        this.requests = requests;
    }

    /** @param requests whole requests, head and body, one after the other */
    static HttpLoad open(int port, int connections, Supplier<byte[]> requests) {
        try {
            HttpLoad load = new HttpLoad(Selector.open(), port, requests);
            for (int i = 0; i < connections; i++) {
                load.connect();
            }
            return load;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void connect() throws IOException {
        SocketChannel channel = SocketChannel.open(address());
        channel.configureBlocking(false);
        idle.add(register(channel, SelectionKey.OP_READ));
    }

    /** Without waiting for it: the others go on. */
    private void connectAnew() throws IOException {
        SocketChannel channel = SocketChannel.open();
        channel.configureBlocking(false);
        channel.connect(address());
        register(channel, SelectionKey.OP_CONNECT);
    }

    private Connection register(SocketChannel channel, int operation) throws IOException {
        channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        Connection connection = new Connection(channel);
        channel.register(selector, operation, connection);
        connections.add(connection);
        return connection;
    }

    private InetSocketAddress address() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    }

    /** Every connection sends its next request as soon as it has its answer. */
    Offered asFastAsAnswered(Duration time) {
        return offer(time, 0);
    }

    /**
     * Each request has its time, and its latency counts from then on, whoever holds it up: what a coordinated
     * measurement would omit.
     */
    Offered atRate(int perSecond, Duration time) {
        return offer(time, Duration.ofSeconds(1).toNanos() / perSecond);
    }

    /** Each connection sends one request, so many of them a second, and nobody reads the answers yet. */
    void ask(int perSecond) {
        forget();
        long between = Duration.ofSeconds(1).toNanos() / perSecond;
        long next = System.nanoTime();
        long end = next + connections.size() * between;
        try {
            while (!idle.isEmpty()) {
                next = sendDue(next, between, end);
                LockSupport.parkNanos(Math.max(0, next - System.nanoTime()));
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the service closed a connection", e);
        }
    }

    /** How many of those who asked have their answer by now. */
    int answered() {
        try {
            int more = selector.selectNow(HttpLoad::read);
            // A selector tells of so many at a time only.
            while (more > 0) {
                more = selector.selectNow(HttpLoad::read);
            }
            return idle.size();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Takes the answers of all who asked. */
    Offered answers() {
        long start = System.nanoTime();
        try {
            drain(start);
        } catch (IOException e) {
            throw new UncheckedIOException("the service closed a connection", e);
        }
        return new Offered(accepted, refused, Duration.ofNanos(System.nanoTime() - start), micros, refusedMicros);
    }

    private void forget() {
        micros = new Histogram(3);
        refusedMicros = new Histogram(3);
        accepted = 0;
        refused = new TreeMap<>();
    }

    /** @param between nanoseconds between the times of two requests; 0 = no times */
    private Offered offer(Duration time, long between) {
        forget();
        long start = System.nanoTime();
        long end = start + time.toNanos();
        long next = start;
        try {
            while (System.nanoTime() - end < 0 || isBehind(next, between, end)) {
                next = between == 0 ? sendAll() : sendDue(next, between, end);
                read(between == 0 ? 10 : 1);
            }
            drain(end);
        } catch (IOException e) {
            throw new UncheckedIOException("the service closed a connection", e);
        }
        return new Offered(accepted, refused, Duration.ofNanos(System.nanoTime() - start), micros, refusedMicros);
    }

    private void drain(long end) throws IOException {
        while (idle.size() < connections.size() && System.nanoTime() - end < 2 * DRAIN_WITHIN.toNanos()) {
            read(10);
        }
    }

    /** What was due in time is sent in any case: to leave it out would be to omit the slowest. */
    private static boolean isBehind(long next, long between, long end) {
        return between > 0 && next - end < 0 && System.nanoTime() - end < DRAIN_WITHIN.toNanos();
    }

    private long sendAll() throws IOException {
        while (!idle.isEmpty()) {
            idle.remove().send(requests.get(), System.nanoTime());
        }
        return 0;
    }

    private long sendDue(long first, long between, long end) throws IOException {
        long next = first;
        while (!idle.isEmpty() && System.nanoTime() - next >= 0 && next - end < 0) {
            idle.remove().send(requests.get(), next);
            next += between;
        }
        return next;
    }

    private void read(int millis) throws IOException {
        selector.select(HttpLoad::read, millis);
    }

    private static void read(SelectionKey key) {
        try {
            Connection connection = (Connection) key.attachment();
            if (key.isConnectable()) {
                connection.begin(key);
            } else {
                connection.read();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        try {
            for (Connection connection : connections) {
                connection.channel.close();
            }
            selector.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * What came of an offer.
     *
     * @param accepted answers 200
     * @param refused how many other answers there were, by their status; {@link #NO_ANSWER} where there was none
     * @param time from the first request to the last answer
     * @param micros latencies of answers 200
     * @param refusedMicros latencies of all others
     */
    record Offered(
            long accepted, SortedMap<Integer, Long> refused, Duration time, Histogram micros, Histogram refusedMicros) {
        /**
         * Itself.
         *
         * @throws IllegalStateException if nothing was accepted: there is nothing to measure
         */
        Offered someAccepted() {
            if (accepted == 0) {
                throw new IllegalStateException("no request was accepted; refused, by status: " + refused);
            }
            return this;
        }

        /**
         * Itself.
         *
         * @throws IllegalStateException if one was refused: the faster the others are, the less their latencies say
         */
        Offered allAccepted() {
            if (!refused.isEmpty()) {
                throw new IllegalStateException(
                        accepted + " requests were accepted, but others refused, by status: " + refused);
            }
            return someAccepted();
        }

        double millis(double percentile) {
            return micros.getValueAtPercentile(percentile) / 1000.0;
        }
    }

    /** One request at a time. */
    private final class Connection {
        private final SocketChannel channel;
        private final AnswerParser answer = new AnswerParser();
        private long intended;

        Connection(SocketChannel channel) {
            this.channel = channel;
        }

        void send(byte[] request, long when) throws IOException {
            intended = when;
            ByteBuffer out = ByteBuffer.wrap(request);
            while (out.hasRemaining()) {
                if (channel.write(out) == 0) {
                    Thread.onSpinWait();
                }
            }
        }

        void begin(SelectionKey key) throws IOException {
            channel.finishConnect();
            key.interestOps(SelectionKey.OP_READ);
            idle.add(this);
        }

        void read() throws IOException {
            if (!receive()) {
                end(NO_ANSWER, true);
            } else if (answer.take(in.flip())) {
                end(answer.status(), answer.closes());
            }
        }

        /** Whether the connection is as it was. */
        private boolean receive() {
            in.clear();
            try {
                return channel.read(in) >= 0;
            } catch (IOException _) {
                return false;
            }
        }

        private void end(int status, boolean closes) throws IOException {
            long took = Math.max(0, System.nanoTime() - intended) / 1000;
            if (status == 200) {
                accepted++;
                micros.recordValue(took);
            } else {
                refused.merge(status, 1L, Long::sum);
                refusedMicros.recordValue(took);
            }
            if (closes) {
                connections.remove(this);
                channel.close();
                connectAnew();
            } else {
                idle.add(this);
            }
        }
    }
}
