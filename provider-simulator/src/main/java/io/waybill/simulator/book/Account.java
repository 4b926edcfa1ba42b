package io.waybill.simulator.book;

import java.util.List;

/**
 * A customer of the simulated provider.
 *
 * @param name how the book calls it
 * @param keys the secrets that speak for it
 * @param openingBalance what it had before the first entry of the book
 */
public record Account(String name, String email, List<String> keys, Usd openingBalance) {

    public Account {
        keys = List.copyOf(keys);
        if (name.isBlank() || keys.isEmpty() || keys.stream().anyMatch(String::isBlank)) {
            throw new IllegalArgumentException("an account has a name and at least one key");
        }
    }

    public static Account of(String name, String key, String openingBalance) {
        return new Account(name, name + "@simulator.example", List.of(key), Usd.of(openingBalance));
    }
}
