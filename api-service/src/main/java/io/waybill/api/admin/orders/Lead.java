package io.waybill.api.admin.orders;

import io.waybill.catalog.Source;
import io.waybill.order.OrderStatus;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The filter that a list is read by: the one with the fewest orders, as a rule. Its index has them newest first, and is
 * asked for by name: a filter's orders may all be old, which no statistics know, and whoever reads all orders until a
 * page of these is found reads half a million.
 */
enum Lead {
    ACCOUNT("account_id"),
    ITEM("item_id"),
    FAILURE_CODE("failure_code"),
    HOLD_REASON("hold_reason"),
    STATUS("status"),
    PROVIDER("provider_id"),
    SOURCE("source"),
    NONE("");

    private final String column;

    Lead(String column) {
        this.column = column;
    }

    static Lead of(OrderFilter filter) {
        if (filter.accountId() != null) {
            return ACCOUNT;
        }
        if (!filter.ids().isEmpty() || filter.externalRef() != null) {
            return NONE;
        }
        if (filter.itemId() != null) {
            return ITEM;
        }
        return filter.failureCodes().size() == 1 ? FAILURE_CODE : ofCommon(filter);
    }

    private static Lead ofCommon(OrderFilter filter) {
        if (filter.holdReasons().size() == 1) {
            return HOLD_REASON;
        }
        if (filter.statuses().size() == 1 && !filter.statuses().contains(OrderStatus.COMPLETED)) {
            return STATUS;
        }
        if (filter.providerId() != null) {
            return PROVIDER;
        }
        Set<Source> sources = filter.sources();
        return sources.size() == 1 && !sources.contains(Source.PROVIDER) ? SOURCE : NONE;
    }

    boolean is(String other) {
        return column.equals(other);
    }

    /** Whether other conditions than this one and the time are left; where there is no lead, it makes no difference. */
    boolean leavesOthersOf(OrderFilter filter) {
        long others = Stream.of(
                        filter.accountId() != null,
                        filter.modes().size() == 1 && this != ACCOUNT,
                        !filter.statuses().isEmpty(),
                        !filter.holdReasons().isEmpty(),
                        !filter.failureCodes().isEmpty(),
                        filter.itemId() != null,
                        filter.providerId() != null,
                        filter.sources().size() == 1,
                        filter.billings().size() == 1,
                        filter.externalRef() != null,
                        this == ACCOUNT && (filter.createdFrom() != null || filter.createdTo() != null))
                .filter(Boolean::booleanValue)
                .count();
        return this != NONE && others > 1;
    }

    /** Newest first: by id within an account, whose index has it so, else by time. */
    String order(Reading reading) {
        if (reading == Reading.ALL_THAT_MATCH) {
            return this == ACCOUNT
                    ? " order by o.id + 0 desc\n"
                    : " order by o.created_at + interval '0' desc, o.id desc\n";
        }
        return switch (this) {
            case ACCOUNT -> " order by o.account_id, o.id desc\n";
            case NONE -> " order by o.created_at desc, o.id desc\n";
            case ITEM, FAILURE_CODE, HOLD_REASON, STATUS, PROVIDER, SOURCE ->
                " order by o." + column + ", o.created_at desc, o.id desc\n";
        };
    }
}
