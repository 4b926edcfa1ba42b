package io.waybill.provider.upkeep.balance;

import java.math.BigDecimal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How all active providers stand, as the database has it now, whoever asked them. Thread-safe. */
public interface Standings {
    List<Standing> read();

    /**
     * How one provider stands.
     *
     * @param balance as last answered, in the provider's currency; null if it never was
     * @param low below the provider's threshold
     * @param failing gave no usable answer the last time
     */
    record Standing(long providerId, @Nullable BigDecimal balance, boolean low, boolean failing) {}
}
