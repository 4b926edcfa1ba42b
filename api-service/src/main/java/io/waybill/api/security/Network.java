package io.waybill.api.security;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/** A block of addresses in CIDR notation. */
public final class Network {
    private static final Pattern WRITTEN =
            Pattern.compile("([0-9]{1,3}(\\.[0-9]{1,3}){3}|[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*)(/[0-9]{1,3})?");

    private final byte[] prefix;
    private final int bits;

    private Network(byte[] prefix, int bits) {
        this.prefix = prefix;
        this.bits = bits;
    }

    /**
     * What a person wrote as a network or a single address, in the one form that PostgreSQL takes as well.
     *
     * @throws IllegalArgumentException with a message for that person
     */
    public static String canonical(String written) {
        if (!WRITTEN.matcher(written).matches()) {
            throw new IllegalArgumentException("must be a network like 192.0.2.0/24 or an address like 192.0.2.7");
        }
        Network network;
        try {
            network = parse(written);
        } catch (IllegalArgumentException _) {
            throw new IllegalArgumentException("there is no such network: " + written);
        }
        if (network.hasBitsBehindThePrefix()) {
            throw new IllegalArgumentException("has bits set behind its prefix, so it is an address: " + written);
        }
        return network.toString();
    }

    /** What somebody wrote as a single address, without a port; empty if it isn't one. */
    static Optional<InetAddress> address(String written) {
        if (written.indexOf('/') >= 0 || !WRITTEN.matcher(written).matches()) {
            return Optional.empty();
        }
        try {
            return Optional.of(InetAddress.ofLiteral(written));
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }

    private boolean hasBitsBehindThePrefix() {
        return IntStream.range(bits, prefix.length * Byte.SIZE)
                .anyMatch(bit -> (prefix[bit / Byte.SIZE] >> (Byte.SIZE - 1 - bit % Byte.SIZE) & 1) == 1);
    }

    /** @throws IllegalArgumentException if it isn't one */
    static Network parse(String cidr) {
        int slash = cidr.indexOf('/');
        byte[] prefix = InetAddress.ofLiteral(slash < 0 ? cidr : cidr.substring(0, slash))
                .getAddress();
        int bits = slash < 0 ? prefix.length * Byte.SIZE : Integer.parseInt(cidr.substring(slash + 1));
        if (bits < 0 || bits > prefix.length * Byte.SIZE) {
            throw new IllegalArgumentException("no such network: " + cidr);
        }
        return new Network(prefix, bits);
    }

    boolean contains(InetAddress address) {
        byte[] bytes = address.getAddress();
        int whole = bits / Byte.SIZE;
        int rest = bits % Byte.SIZE;
        return bytes.length == prefix.length
                && Arrays.equals(bytes, 0, whole, prefix, 0, whole)
                && (rest == 0 || ((bytes[whole] ^ prefix[whole]) & 0xff) >>> (Byte.SIZE - rest) == 0);
    }

    @Override
    public String toString() {
        try {
            return InetAddress.getByAddress(prefix).getHostAddress() + "/" + bits;
        } catch (UnknownHostException e) {
            throw new IllegalStateException("an address has 4 or 16 bytes", e);
        }
    }
}
