package io.waybill.standalone;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;

/** Says in good time, and in words, that a port is taken. */
final class Ports {

    private Ports() {}

    /**
     * @param option the option that chooses another port
     * @throws CannotStart if something listens on the port already
     */
    static void requireFree(int port, String option, String what) {
        try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            socket.setReuseAddress(true);
        } catch (IOException e) {
            throw new CannotStart(
                    "Port %d, where %s listens, is in use by another program. Stop that, or choose another port with --%s=<number>, under Maven with -Dwaybill.%s=<number>."
                            .formatted(port, what, option, option),
                    e);
        }
    }
}
