package io.waybill.api.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class NetworkTest {
    @ParameterizedTest
    @CsvSource({
        "192.0.2.0/24, 192.0.2.255, true",
        "192.0.2.0/24, 192.0.3.0, false",
        "192.0.2.128/25, 192.0.2.127, false",
        "192.0.2.128/25, 192.0.2.128, true",
        "10.0.0.0/8, 10.255.1.2, true",
        "0.0.0.0/0, 8.8.8.8, true",
        "0.0.0.0/0, ::1, false",
        "192.0.2.7/32, 192.0.2.7, true",
        "192.0.2.7, 192.0.2.8, false",
        "2001:db8::/33, 2001:db8:7fff::1, true",
        "2001:db8::/33, 2001:db8:8000::1, false",
        "192.0.2.0/24, ::ffff:192.0.2.9, true"
    })
    void contains_the_addresses_that_share_its_prefix(String network, String address, boolean inside) {
        assertThat(Network.parse(network).contains(InetAddress.ofLiteral(address)))
                .isEqualTo(inside);
    }

    @Test
    void what_is_no_network_is_refused() {
        for (String text : new String[] {"example.com/8", "10.0.0.0/33", "10.0.0.0/-1", "10.0.0.0/x", ""}) {
            assertThatThrownBy(() -> Network.parse(text)).as(text).isInstanceOf(IllegalArgumentException.class);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "192.0.2.0/24, 192.0.2.0/24",
        "192.0.2.7, 192.0.2.7/32",
        "2001:DB8::/32, 2001:db8:0:0:0:0:0:0/32",
        "::ffff:192.0.2.7, 192.0.2.7/32",
        "0.0.0.0/0, 0.0.0.0/0"
    })
    void what_a_person_writes_becomes_one_form(String written, String canonical) {
        assertThat(Network.canonical(written)).isEqualTo(canonical);
    }

    @Test
    void what_a_person_should_not_write_is_refused() {
        for (String text :
                new String[] {"10.1/8", "1", "192.0.2.1/24", "fe80::1%1", "10.0.0.0/08x", "a", "1:2/8", ":"}) {
            assertThatThrownBy(() -> Network.canonical(text)).as(text).isInstanceOf(IllegalArgumentException.class);
        }
    }
}
