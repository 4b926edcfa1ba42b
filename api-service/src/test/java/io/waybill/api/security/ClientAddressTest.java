package io.waybill.api.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.mock.web.MockHttpServletRequest;

final class ClientAddressTest {
    private final ClientAddress client = new ClientAddress(List.of("10.0.0.0/8", "192.0.2.1/32", "2001:db8:aaaa::/48"));

    private String of(String peer, String... forwardedFor) {
        return of(client, peer, forwardedFor);
    }

    private static String of(ClientAddress client, String peer, String... forwardedFor) {
        MockHttpServletRequest request = new MockHttpServletRequest();
        request.setRemoteAddr(peer);
        for (String header : forwardedFor) {
            request.addHeader("X-Forwarded-For", header);
        }
        return client.of(request).getHostAddress();
    }

    @ParameterizedTest
    @CsvSource({
        "10.1.2.3, 198.51.100.7",
        "192.0.2.1, 198.51.100.7",
        "::ffff:10.1.2.3, 198.51.100.7",
        "2001:db8:aaaa::5, 198.51.100.7",
        "192.0.2.2, 192.0.2.2",
        "2001:db8:aaab::5, 2001:db8:aaab:0:0:0:0:5",
        "203.0.113.9, 203.0.113.9",
        "fe80::1%1, fe80:0:0:0:0:0:0:1"
    })
    void only_a_trusted_proxy_is_believed(String peer, String expected) {
        assertThat(of(peer, "198.51.100.7")).isEqualTo(expected);
    }

    @Test
    void nobody_is_trusted_unless_it_is_said() {
        assertThat(of(new ClientAddress(List.of()), "127.0.0.1", "198.51.100.7"))
                .isEqualTo("127.0.0.1");
    }

    @Test
    void what_the_client_wrote_itself_counts_for_nothing() {
        assertThat(of("10.0.0.1", "203.0.113.1, 198.51.100.7")).isEqualTo("198.51.100.7");
        assertThat(of("10.0.0.1", "203.0.113.1", "198.51.100.7")).isEqualTo("198.51.100.7");
        assertThat(of("10.0.0.1", "10.9.9.9, nonsense, ,198.51.100.7")).isEqualTo("198.51.100.7");
    }

    @Test
    void of_several_proxies_each_is_passed_by() {
        assertThat(of("10.0.0.1", "203.0.113.1, 198.51.100.7, 192.0.2.1,10.4.4.4"))
                .isEqualTo("198.51.100.7");
        assertThat(of("10.0.0.1", "198.51.100.7, 2001:db8:aaaa::1", "\t10.4.4.4 "))
                .isEqualTo("198.51.100.7");
    }

    @Test
    void a_client_may_have_a_long_address() {
        assertThat(of("2001:db8:aaaa::1", "198.51.100.7, 2001:DB8:1::7")).isEqualTo("2001:db8:1:0:0:0:0:7");
        assertThat(of("10.0.0.1", "::ffff:198.51.100.7")).isEqualTo("198.51.100.7");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "unknown",
                "1",
                "10.1",
                "198.51.100.256",
                "198.51.100.7:80",
                "198.51.100.0/24",
                "[2001:db8:1::7]",
                "fe80::1%1",
                "198.51.100.7,",
                "198.51.100.7, nonsense, 10.4.4.4",
                "10.4.4.4, 10.5.5.5"
            })
    void what_can_not_be_read_and_a_chain_of_trusted_proxies_alone_is_the_peer(String header) {
        assertThat(of("10.0.0.1", header)).isEqualTo("10.0.0.1");
        assertThat(of("10.0.0.1")).isEqualTo("10.0.0.1");
    }

    @Test
    void what_is_no_network_ends_the_start() {
        assertThatThrownBy(() -> new HttpSettings(List.of("10.0.0.0/8", "proxy.example")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("waybill.http.trusted-proxies must be a network like");
        assertThatThrownBy(() -> new HttpSettings(Collections.nCopies(101, "10.0.0.0/8")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("more than 100");
        assertThat(new HttpSettings(Collections.nCopies(100, "::1")).trustedProxies())
                .hasSize(100);
    }
}
