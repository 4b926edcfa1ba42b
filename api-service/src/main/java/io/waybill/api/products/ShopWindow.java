package io.waybill.api.products;

import io.waybill.api.http.Content;
import io.waybill.money.DisplayRate;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.zip.GZIPOutputStream;

/** All that is for sale at one moment, rendered and compressed once. Immutable. */
final class ShopWindow {
    private static final int ETAG_BYTES = 12;

    private final DisplayRate rate;
    private final List<Shown> products;
    private final Map<Long, Shown> byId;
    private final Content all;
    private final Content allGzipped;
    private final String etag;

    ShopWindow(DisplayRate rate, List<Shown> products) {
        this.rate = rate;
        this.products = List.copyOf(products);
        this.byId = products.stream()
                .collect(Collectors.toMap(shown -> shown.product().itemId(), Function.identity()));
        byte[] json = render(products);
        this.all = Content.json(json);
        this.allGzipped = Content.json(gzip(json));
        this.etag = "W/\"" + digest(json) + "\"";
    }

    DisplayRate rate() {
        return rate;
    }

    /** Changes with anything that is shown; weak, for the same goes out compressed and not. */
    String etag() {
        return etag;
    }

    Content all() {
        return all;
    }

    Content allGzipped() {
        return allGzipped;
    }

    Content matching(Predicate<Shown> wanted) {
        return Content.json(render(products.stream().filter(wanted).toList()));
    }

    Optional<Shown> product(long itemId) {
        return Optional.ofNullable(byId.get(itemId));
    }

    private byte[] render(List<Shown> shown) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(("{\"ok\":true,\"currency\":\"" + rate.currency() + "\",\"products\":[")
                .getBytes(StandardCharsets.UTF_8));
        for (int i = 0; i < shown.size(); i++) {
            if (i > 0) {
                out.write(',');
            }
            out.writeBytes(shown.get(i).json());
        }
        out.writeBytes("]}".getBytes(StandardCharsets.UTF_8));
        return out.toByteArray();
    }

    private static byte[] gzip(byte[] bytes) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
            gzip.write(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException("compressing in memory", e);
        }
        return out.toByteArray();
    }

    private static String digest(byte[] bytes) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(bytes);
            return HexFormat.of().formatHex(hash, 0, ETAG_BYTES);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("SHA-256 is not available", e);
        }
    }
}
