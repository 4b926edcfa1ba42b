package io.waybill.api.security;

import jakarta.servlet.http.HttpServletRequest;
import java.net.InetAddress;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/**
 * Where a request comes from. Whoever is connected is believed as long as it isn't a proxy that we trust; such a one
 * tells in X-Forwarded-For for whom it asks, and adds to the right of what it was told itself. So the client is the
 * rightmost address there that is no trusted proxy, and what is left of it anybody may have written. Thread-safe.
 */
final class ClientAddress {
    private final List<Network> trustedProxies;

    /** @param trustedProxies networks in CIDR notation */
    ClientAddress(List<String> trustedProxies) {
        this.trustedProxies = trustedProxies.stream().map(Network::parse).toList();
    }

    /** The peer's own address, too, if what a trusted proxy says can't be read, or names only trusted proxies. */
    InetAddress of(HttpServletRequest request) {
        InetAddress peer = peer(request.getRemoteAddr());
        return isTrusted(peer) ? forwardedFor(request).orElse(peer) : peer;
    }

    /** Several headers are one list, in their order. */
    private Optional<InetAddress> forwardedFor(HttpServletRequest request) {
        String[] hops = String.join(",", Collections.list(request.getHeaders("X-Forwarded-For")))
                .split(",", -1);
        for (int hop = hops.length - 1; hop >= 0; hop--) {
            Optional<InetAddress> address = Network.address(hops[hop].strip());
            if (address.isEmpty() || !isTrusted(address.get())) {
                return address;
            }
        }
        return Optional.empty();
    }

    private boolean isTrusted(InetAddress address) {
        return trustedProxies.stream().anyMatch(network -> network.contains(address));
    }

    private static InetAddress peer(String address) {
        int zone = address.indexOf('%');
        return InetAddress.ofLiteral(zone < 0 ? address : address.substring(0, zone));
    }
}
