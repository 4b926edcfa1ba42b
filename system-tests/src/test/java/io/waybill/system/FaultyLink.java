package io.waybill.system;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A link between a client and a server that breaks: before a request gets through, after it was carried out and before
 * anything of the answer comes back, in the middle of the answer, or by silence. What breaks is drawn from a seed.
 */
final class FaultyLink implements AutoCloseable {
    private static final long SILENCE_MILLIS = 1_500;

    private final ServerSocket listener = new ServerSocket(0, 200, InetAddress.getLoopbackAddress());
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Map<Fault, AtomicInteger> counts = new EnumMap<>(Fault.class);
    private final SplittableRandom random;
    private final int port;
    private volatile int faultsInAHundred;

    /** What happens to a request. */
    enum Fault {
        NONE,
        /** The request never arrives. */
        LOST_ON_THE_WAY,
        /** The request was carried out, and nothing of its answer comes back. */
        CUT_AFTER_THE_COMMIT,
        CUT_IN_THE_ANSWER,
        /** The request was carried out, and its answer keeps being on its way for too long. */
        SILENT
    }

    /** @param port of the server, on this machine */
    FaultyLink(int port, long seed) throws IOException {
        this.port = port;
        this.random = new SplittableRandom(seed);
        for (Fault fault : Fault.values()) {
            counts.put(fault, new AtomicInteger());
        }
        threads.execute(this::accept);
    }

    URI url() {
        return URI.create("http://127.0.0.1:" + listener.getLocalPort());
    }

    /** So many requests in a hundred fail from now on. */
    void faults(int inAHundred) {
        faultsInAHundred = inAHundred;
    }

    int count(Fault fault) {
        return counts.get(fault).get();
    }

    private void accept() {
        while (closed.getCount() > 0) {
            try {
                Socket client = listener.accept();
                open.add(client);
                threads.execute(() -> carry(client));
            } catch (IOException _) {
                return;
            }
        }
    }

    /** HTTP without pipelining and with small bodies: what is read at once is a request, or an answer. */
    private void carry(Socket client) {
        try (client;
                Socket server = new Socket(InetAddress.getLoopbackAddress(), port)) {
            open.add(server);
            InputStream requests = client.getInputStream();
            InputStream answers = server.getInputStream();
            byte[] piece = new byte[256 * 1024];
            for (int read = requests.read(piece); read >= 0; read = requests.read(piece)) {
                Fault fault = next();
                if (fault == Fault.LOST_ON_THE_WAY) {
                    reset(client);
                    return;
                }
                write(server, piece, read);
                while (requests.available() > 0) {
                    write(server, piece, requests.read(piece));
                }
                int answered = answers.read(piece);
                if (answered < 0 || !answer(client, fault, Arrays.copyOf(piece, answered))) {
                    return;
                }
                while (answers.available() > 0) {
                    write(client, piece, answers.read(piece));
                }
            }
        } catch (IOException _) {
            // One of the two hung up.
        } finally {
            open.remove(client);
        }
    }

    /** False if the connection is over. */
    private boolean answer(Socket client, Fault fault, byte[] answer) throws IOException {
        switch (fault) {
            case NONE -> write(client, answer, answer.length);
            case CUT_AFTER_THE_COMMIT, LOST_ON_THE_WAY -> reset(client);
            case CUT_IN_THE_ANSWER -> {
                write(client, answer, answer.length / 2);
                reset(client);
            }
            case SILENT -> {
                try {
                    if (!closed.await(SILENCE_MILLIS, TimeUnit.MILLISECONDS)) {
                        reset(client);
                    }
                } catch (InterruptedException _) {
                    Thread.currentThread().interrupt();
                }
            }
        }
        return fault == Fault.NONE;
    }

    private synchronized Fault next() {
        Fault fault = random.nextInt(100) >= faultsInAHundred
                ? Fault.NONE
                : Fault.values()[1 + random.nextInt(Fault.values().length - 1)];
        counts.get(fault).incrementAndGet();
        return fault;
    }

    private static void write(Socket socket, byte[] bytes, int length) throws IOException {
        OutputStream out = socket.getOutputStream();
        out.write(bytes, 0, length);
        out.flush();
    }

    private static void reset(Socket socket) throws IOException {
        socket.setSoLinger(true, 0);
        socket.close();
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
}
