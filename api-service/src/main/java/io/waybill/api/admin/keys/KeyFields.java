package io.waybill.api.admin.keys;

import io.waybill.account.Mode;
import io.waybill.account.Scope;
import io.waybill.api.admin.AdminWrite;
import io.waybill.api.input.Fields;
import io.waybill.api.security.Network;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;

/** Reads what a key is to be. For one thread. */
final class KeyFields {
    private static final int MAX_NETWORKS = 100;
    private static final int MAX_WORD = 64;
    private static final Instant LATEST = Instant.parse("9999-12-31T00:00:00Z");

    private final AdminWrite write;
    private final Fields fields;

    KeyFields(AdminWrite write) {
        this.write = write;
        this.fields = write.fields();
    }

    /** @throws io.waybill.api.http.RefusedException 400 if anything is wrong */
    KeyRequest request() {
        Mode mode = fields.required("mode", fields.word("mode", Mode::ofWire));
        Set<Scope> scopes = scopes();
        Set<String> allow = each("allow", MAX_NETWORKS, "format", Network::canonical);
        Instant expiresAt = expiresAt();
        write.requireNoErrors();
        return new KeyRequest(Objects.requireNonNull(mode), scopes, List.copyOf(allow), expiresAt);
    }

    private Set<Scope> scopes() {
        if (fields.node("scopes") instanceof ArrayNode list && list.isEmpty()) {
            fields.wrong("scopes", "empty", "an empty list grants nothing: leave it out for all that the account may");
        }
        return each("scopes", Scope.values().length, "unknown", Scope::ofWire);
    }

    /** @param read throws {@link IllegalArgumentException} for what it isn't */
    private <T> Set<T> each(String name, int most, String code, Function<String, T> read) {
        Set<T> values = new LinkedHashSet<>();
        for (String text :
                Optional.ofNullable(fields.list(name, most, MAX_WORD)).orElse(List.of())) {
            try {
                values.add(read.apply(text));
            } catch (IllegalArgumentException e) {
                fields.wrong(name, code, String.valueOf(e.getMessage()));
            }
        }
        return values;
    }

    private @Nullable Instant expiresAt() {
        String text = fields.text("expires_at", MAX_WORD);
        if (text == null) {
            return null;
        }
        try {
            Instant time = OffsetDateTime.parse(text).toInstant();
            if (time.isAfter(LATEST)) {
                fields.wrong("expires_at", "range", "must be before the year 10000");
            }
            return time;
        } catch (DateTimeParseException _) {
            fields.wrong("expires_at", "format", "must be a time in ISO 8601, e.g. 2027-01-31T12:00:00Z");
            return null;
        }
    }
}
