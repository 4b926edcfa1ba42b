package io.waybill.api.admin.orders;

import io.waybill.api.admin.orders.JdbcOrderFiles.Cover;
import io.waybill.order.Deliveries;
import io.waybill.order.Deliveries.Delivery;
import io.waybill.order.remedy.Remedy;
import io.waybill.order.remedy.RemedyOrders;
import io.waybill.secret.Sealed;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.springframework.transaction.support.TransactionOperations;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** Reads all that is known of one order, as of one moment. What it delivered is only counted. Thread-safe. */
public final class InspectOrder {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final TypeReference<Map<String, String>> CHECKOUT = new TypeReference<>() {};

    private final JdbcOrderFiles files;
    private final RemedyOrders remedies;
    private final Deliveries deliveries;
    private final TransactionOperations snapshot;

    /** @param snapshot sees the database as of one moment */
    InspectOrder(JdbcOrderFiles files, RemedyOrders remedies, Deliveries deliveries, TransactionOperations snapshot) {
        this.files = files;
        this.remedies = remedies;
        this.deliveries = deliveries;
        this.snapshot = snapshot;
    }

    public Optional<OrderFile> inspect(long orderId) {
        return Objects.requireNonNull(snapshot.execute(_ -> files.cover(orderId).map(this::file)));
    }

    private OrderFile file(Cover cover) {
        long id = cover.order().orderId();
        return new OrderFile(
                true,
                cover.order(),
                cover.account(),
                cover.apiKeyId(),
                cover.playerId(),
                JSON.readValue(cover.checkoutJson(), CHECKOUT),
                cover.externalId(),
                cover.priceUsd(),
                cover.rate(),
                delivered(cover),
                files.transfers(id),
                files.timeline(id),
                files.attempts(id),
                files.lateSuccesses(id),
                cover.reorderedAs(),
                remedies.possible(List.of(id)).getOrDefault(id, Set.of()).stream()
                        .map(Remedy.Kind::wire)
                        .toList());
    }

    private OrderFile.Delivered delivered(Cover cover) {
        Sealed sealed = cover.delivery();
        if (sealed == null) {
            return new OrderFile.Delivered(cover.codes(), false);
        }
        Delivery delivery = deliveries.open(cover.order().orderId(), sealed);
        return new OrderFile.Delivered(cover.codes() + delivery.codes().size(), delivery.message() != null);
    }
}
