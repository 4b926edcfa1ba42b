package io.waybill.catalog;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A custom checkout field of an item: what the reseller must say besides the item.
 *
 * @param name its key in {@code checkout}, e.g. {@code cf_server} or {@code smm_link}
 * @param type {@code text}, {@code number}, {@code url}, {@code email} or {@code select}
 * @param pattern a regular expression that the whole value must match
 * @param options the values of a {@code select}
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record CheckoutField(
        String name,
        String label,
        String type,
        boolean required,
        @Nullable String pattern,
        @Nullable List<String> options) {}
