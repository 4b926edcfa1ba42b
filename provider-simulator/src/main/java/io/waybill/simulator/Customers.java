package io.waybill.simulator;

import io.waybill.simulator.book.Account;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Who stands behind a key. */
final class Customers {

    private static final String BEARER = "bearer ";

    private final Map<String, Customer> byKey = new HashMap<>();

    Customers(List<Account> accounts, Set<String> orphanKeys) {
        long userId = 0;
        long keyId = 0;
        for (Account account : accounts) {
            userId++;
            for (String key : account.keys()) {
                byKey.put(key, new Customer(account, userId, ++keyId));
            }
        }
        for (String key : orphanKeys) {
            byKey.put(key, new Customer(null, 0, ++keyId));
        }
    }

    /** The owner of the key in {@code Authorization: Bearer} or {@code X-API-Key}. */
    Optional<Customer> of(Call call) {
        String authorization = call.header("Authorization");
        String key =
                authorization != null && authorization.toLowerCase(Locale.ROOT).startsWith(BEARER)
                        ? authorization.substring(BEARER.length())
                        : call.header("X-API-Key");
        return key == null ? Optional.empty() : ofKey(key);
    }

    Optional<Customer> ofKey(String key) {
        return Optional.ofNullable(byKey.get(key.strip()));
    }

    /** @param account null when the key outlived its user */
    record Customer(@Nullable Account account, long userId, long keyId) {}
}
