package io.waybill.api.products;

import io.waybill.api.http.Answer;
import io.waybill.api.http.Content;
import io.waybill.api.http.Exchange;
import io.waybill.api.input.QueryParameters;
import io.waybill.api.security.Public;
import io.waybill.error.ErrorCode;
import io.waybill.error.Refusal;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;

@Controller
final class ProductsController {
    private final Showcase showcase;

    ProductsController(Showcase showcase) {
        this.showcase = showcase;
    }

    @Public
    @GetMapping("/api/v1/products")
    Answer products(Exchange exchange) {
        HttpServletRequest request = exchange.request();
        QueryParameters query = new QueryParameters(request);
        @Nullable Predicate<Shown> filter = filter(query);
        query.requireNoErrors();
        ShopWindow window = showcase.window();
        Map<String, String> headers =
                new HashMap<>(Map.of("ETag", window.etag(), "Cache-Control", "no-cache", "Vary", "Accept-Encoding"));
        if (isKnown(request, window.etag())) {
            return new Answer.Rendered(HttpServletResponse.SC_NOT_MODIFIED, Content.NONE, headers);
        }
        if (filter != null) {
            return new Answer.Rendered(HttpServletResponse.SC_OK, window.matching(filter), headers);
        }
        if (acceptsGzip(request)) {
            headers.put("Content-Encoding", "gzip");
            return new Answer.Rendered(HttpServletResponse.SC_OK, window.allGzipped(), headers);
        }
        return new Answer.Rendered(HttpServletResponse.SC_OK, window.all(), headers);
    }

    @Public
    @GetMapping("/api/v1/products/{itemId}")
    Answer product(@PathVariable String itemId) {
        Optional<Shown> shown =
                itemId.matches("[0-9]{1,18}") ? showcase.window().product(Long.parseLong(itemId)) : Optional.empty();
        return shown.<Answer>map(product -> Answer.ok(OneProduct.of(product.product())))
                .orElseGet(() -> Answer.refused(Refusal.of(
                        ErrorCode.ITEM_NOT_FOUND, "There is no such item for sale: see GET /api/v1/products.")));
    }

    private static @Nullable Predicate<Shown> filter(QueryParameters query) {
        Instant since = query.time("updated_since");
        String category = query.text("category");
        String words = query.text("q");
        if (since == null && category == null && words == null) {
            return null;
        }
        return shown -> (since == null || !shown.changedAt().isBefore(since))
                && (category == null || shown.product().isOf(category))
                && (words == null || shown.product().mentions(words));
    }

    private static boolean isKnown(HttpServletRequest request, String etag) {
        String opaque = etag.substring("W/".length());
        return Collections.list(request.getHeaders("If-None-Match")).stream()
                .flatMap(header -> Arrays.stream(header.split(",")))
                .map(String::strip)
                .anyMatch(known -> known.equals("*") || known.equals(etag) || known.equals(opaque));
    }

    private static boolean acceptsGzip(HttpServletRequest request) {
        return Collections.list(request.getHeaders("Accept-Encoding")).stream()
                .flatMap(header -> Arrays.stream(header.split(",")))
                .map(coding -> coding.replace(" ", ""))
                .anyMatch(coding -> coding.matches("(?i)(x-)?gzip(;q=(1(\\.0*)?|0\\.0*[1-9][0-9]*))?"));
    }
}
