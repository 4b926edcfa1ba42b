package io.waybill.standalone;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.ServerSocket;
import org.junit.jupiter.api.Test;

class PortsTest {

    @Test
    void aTakenPortIsToldWithTheOptionThatChoosesAnother() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertThatThrownBy(() -> Ports.requireFree(taken.getLocalPort(), "provider-port", "the provider simulator"))
                    .isInstanceOf(CannotStart.class)
                    .hasMessageContaining("Port " + taken.getLocalPort() + ", where the provider simulator listens")
                    .hasMessageContaining("--provider-port=<number>")
                    .hasMessageContaining("-Dwaybill.provider-port=<number>");
        }
    }

    @Test
    void aFreePortIsFine() {
        assertThatCode(() -> Ports.requireFree(0, "port", "the API")).doesNotThrowAnyException();
    }
}
