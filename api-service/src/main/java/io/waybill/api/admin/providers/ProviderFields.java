package io.waybill.api.admin.providers;

import io.waybill.account.Mode;
import io.waybill.api.input.Fields;
import io.waybill.catalog.Billing;
import io.waybill.money.Usd;
import io.waybill.provider.Capability;
import io.waybill.provider.ProviderSettings;
import io.waybill.provider.ProviderSettings.Limits;
import io.waybill.provider.ProviderSettings.Pricing;
import io.waybill.provider.Selection;
import java.math.BigDecimal;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Reads what an owner says of a provider; what is left out stays as it was. For one thread. */
final class ProviderFields {
    /** Before anything is said; a name, a protocol, an address and a billing must be. */
    static final ProviderSettings NEW = new ProviderSettings(
            "",
            "",
            Mode.LIVE,
            URI.create(""),
            Billing.WALLET,
            Set.of(),
            new Limits(1, 2000, 0, Duration.ofSeconds(2), Duration.ofSeconds(20)),
            Pricing.of(new BigDecimal("0.00")),
            null,
            Selection.CHOSEN,
            true);

    private static final int MAX_NAME = 100;
    private static final int MAX_URL = 500;
    private static final int MAX_WORD = 64;
    private static final int MAX_KEY = 500;
    private static final int MAX_QUANTITY = 1_000_000;
    private static final int MAX_CONCURRENCY = 10_000;
    private static final int MAX_RATE = 100_000;
    private static final BigDecimal MAX_MARGIN = BigDecimal.valueOf(10_000);
    private static final BigDecimal MAX_RISE = new BigDecimal("99999.99");
    private static final Usd MAX_STEP = Usd.ofMicros(1_000_000_000);
    private static final BigDecimal MAX_LOW_BALANCE = new BigDecimal("99999999999999");
    private static final Duration SHORTEST = Duration.ofMillis(100);
    private static final Duration LONGEST_CONNECT = Duration.ofMinutes(1);
    private static final Duration LONGEST_ANSWER = Duration.ofMinutes(2);

    private final Fields fields;
    private final Map<String, Set<Capability>> protocols;

    /** @param protocols those that can be spoken, and what each can carry */
    ProviderFields(Fields fields, Map<String, Set<Capability>> protocols) {
        this.fields = fields;
        this.protocols = protocols;
    }

    /** What a new provider must say. */
    void requireAll() {
        for (String name : List.of("name", "protocol", "base_url", "api_key", "billing")) {
            fields.required(name, fields.node(name));
        }
    }

    /** The settings with the changes; what is wrong is told to the fields. */
    ProviderSettings changed(ProviderSettings before) {
        String protocol = protocol(before.protocol());
        return new ProviderSettings(
                name(before.name()),
                protocol,
                mode(before),
                baseUrl(before.baseUrl()),
                or(fields.word("billing", Billing::ofWire), before.billing()),
                capabilities(before.capabilities(), protocol),
                limits(before.limits()),
                pricing(before.pricing()),
                lowBalance(before.lowBalance()),
                or(fields.word("selection", Selection::ofWire), before.selection()),
                or(fields.bool("active"), before.active()));
    }

    /** The key, if one was said; never repeated in an error. */
    @Nullable
    String apiKey() {
        String key = fields.text("api_key", MAX_KEY);
        if (key != null && !key.matches("[!-~]+")) {
            fields.wrong("api_key", "format", "must be printable ASCII without spaces");
            return null;
        }
        return key;
    }

    private String name(String before) {
        String name = fields.text("name", MAX_NAME);
        if (name != null && name.isBlank()) {
            fields.wrong("name", "required", "must not be blank");
        }
        return name == null ? before : name.strip();
    }

    private String protocol(String before) {
        String protocol = fields.text("protocol", MAX_WORD);
        if (protocol == null) {
            return before;
        }
        if (before.isEmpty() && !protocols.containsKey(protocol)) {
            fields.wrong("protocol", "unsupported", "nothing here speaks it; this does: " + sorted(protocols.keySet()));
        } else if (!before.isEmpty() && !protocol.equals(before)) {
            fields.wrong("protocol", "fixed", "stays " + before + ": add another provider instead");
        }
        return protocol;
    }

    private Mode mode(ProviderSettings before) {
        Mode mode = or(fields.word("mode", Mode::ofWire), before.mode());
        if (!before.protocol().isEmpty() && mode != before.mode()) {
            fields.wrong("mode", "fixed", "stays " + before.mode().wire() + ": add another provider instead");
        }
        return mode;
    }

    private URI baseUrl(URI before) {
        String text = fields.text("base_url", MAX_URL);
        if (text == null) {
            return before;
        }
        try {
            URI url = new URI(text.replaceAll("/+$", ""));
            if (isWebAddress(url)) {
                return url;
            }
        } catch (URISyntaxException _) {
            // as wrong as one of another kind
        }
        fields.wrong(
                "base_url",
                "format",
                "must be an absolute http or https address without user, query and fragment, e.g. https://host/api/v1");
        return before;
    }

    private static boolean isWebAddress(URI url) {
        boolean web = "http".equalsIgnoreCase(url.getScheme()) || "https".equalsIgnoreCase(url.getScheme());
        return web
                && url.getHost() != null
                && url.getPort() <= 65_535
                && url.getRawUserInfo() == null
                && url.getRawQuery() == null
                && url.getRawFragment() == null;
    }

    private Set<Capability> capabilities(Set<Capability> before, String protocol) {
        List<String> words = fields.list("capabilities", Capability.values().length, MAX_WORD);
        if (words == null) {
            return before;
        }
        Set<Capability> said = new HashSet<>();
        for (String word : words) {
            try {
                said.add(Capability.ofWire(word));
            } catch (IllegalArgumentException _) {
                fields.wrong("capabilities", "unknown", "may hold idempotency, lookup, status, cancel and refill");
            }
        }
        Set<Capability> carried = protocols.get(protocol);
        if (carried != null && !carried.containsAll(said)) {
            Set<String> possible = carried.stream().map(Capability::wire).collect(Collectors.toSet());
            fields.wrong("capabilities", "unsupported", "the protocol " + protocol + " has only " + sorted(possible));
        }
        return said;
    }

    private Limits limits(Limits before) {
        return new Limits(
                number("max_quantity", 1, MAX_QUANTITY, before.maxQuantity()),
                number("concurrency", 1, MAX_CONCURRENCY, before.concurrency()),
                number("rate_limit", 0, MAX_RATE, before.rateLimit()),
                time("connect_timeout", LONGEST_CONNECT, before.connectTimeout()),
                time("answer_timeout", LONGEST_ANSWER, before.answerTimeout()));
    }

    private int number(String name, int min, int max, int before) {
        Long number = fields.integer(name, min, max);
        return number == null ? before : number.intValue();
    }

    private Duration time(String name, Duration longest, Duration before) {
        return or(fields.duration(name, SHORTEST, longest), before);
    }

    private Pricing pricing(Pricing before) {
        BigDecimal margin = percent("margin_percent", MAX_MARGIN, "that would sell below cost");
        Usd step = fields.usd("price_step", Usd.ofMicros(1), MAX_STEP);
        BigDecimal rise = fields.has("price_rise_percent")
                ? percent("price_rise_percent", MAX_RISE, "null takes the limit away")
                : before.risePercent();
        return new Pricing(or(margin, before.marginPercent()), or(step, before.step()), rise);
    }

    private @Nullable BigDecimal percent(String name, BigDecimal max, String unlikeNegative) {
        JsonNode node = fields.node(name);
        if (node != null && node.isString() && node.stringValue().startsWith("-")) {
            fields.wrong(name, "range", "must not be negative: " + unlikeNegative);
            return null;
        }
        BigDecimal percent = fields.decimal(name, 2);
        if (percent != null && percent.compareTo(max) > 0) {
            fields.wrong(name, "range", "must be at most " + max.toPlainString());
            return null;
        }
        return percent == null ? null : percent.setScale(2);
    }

    private @Nullable BigDecimal lowBalance(@Nullable BigDecimal before) {
        if (!fields.has("low_balance")) {
            return before;
        }
        BigDecimal low = fields.decimal("low_balance", 6);
        if (low != null && low.compareTo(MAX_LOW_BALANCE) > 0) {
            fields.wrong("low_balance", "range", "must be at most " + MAX_LOW_BALANCE);
            return null;
        }
        return low;
    }

    private static String sorted(Set<String> words) {
        return String.join(", ", words.stream().sorted().toList());
    }

    private static <T> T or(@Nullable T said, T before) {
        return said == null ? before : said;
    }
}
