package io.waybill.account;

import io.waybill.money.Usd;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Somebody who may order, as the {@code account} table has it. Every account has one wallet per {@link Mode}.
 *
 * @param rateLimit requests a second for each of its keys; 0 = no limit
 * @param providerBilling may order items that a provider's account pays for
 * @param providerDailyCap the most that it may order on provider billing in one UTC day; null = no cap
 */
public record Account(
        long id,
        String email,
        String name,
        Role role,
        Status status,
        int rateLimit,
        boolean providerBilling,
        @Nullable Usd providerDailyCap,
        Instant createdAt) {

    /** What an account is for. */
    public enum Role {
        RESELLER,
        ADMIN;

        public String wire() {
            return name().toLowerCase(Locale.ROOT);
        }

        public static Role ofWire(String word) {
            return valueOf(word.toUpperCase(Locale.ROOT));
        }
    }

    /** Whether its keys work. */
    public enum Status {
        ACTIVE,
        SUSPENDED;

        public String wire() {
            return name().toLowerCase(Locale.ROOT);
        }

        public static Status ofWire(String word) {
            return valueOf(word.toUpperCase(Locale.ROOT));
        }
    }

    /** Not the e-mail address: an account may end up in a log line. */
    @Override
    public String toString() {
        return "Account[id=" + id + ", role=" + role.wire() + "]";
    }
}
