package io.waybill.local;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.function.IntFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Finds ports on the loopback address that nobody listens on. */
final class FreePorts {

    private static final Logger log = LoggerFactory.getLogger(FreePorts.class);
    private static final int ATTEMPTS = 3;

    private FreePorts() {}

    static int any() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException("No free port on the loopback address", e);
        }
    }

    /** Starts something on the given port or, for port 0, on a free one; another one if that was just taken. */
    static <T> T startOn(int port, IntFunction<T> start) {
        for (int attempt = 1; port == 0 && attempt < ATTEMPTS; attempt++) {
            int chosen = any();
            try {
                return start.apply(chosen);
            } catch (RuntimeException e) {
                log.atWarn().addKeyValue("port", chosen).setCause(e).log("did not start, trying another port");
            }
        }
        return start.apply(port == 0 ? any() : port);
    }
}
