package io.waybill.api.admin.orders;

import io.waybill.account.Scope;
import io.waybill.api.admin.AdminDesk;
import io.waybill.api.admin.AdminWrite;
import io.waybill.api.http.Answer;
import io.waybill.api.http.Exchange;
import io.waybill.api.input.PathIds;
import io.waybill.api.security.Requires;
import io.waybill.money.Usd;
import java.util.Objects;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;

@Controller
final class RefundController {
    private static final Usd LEAST = Usd.ofMicros(1);
    private static final Usd MOST = Usd.parse("1000000000.00");

    private final AdminDesk desk;
    private final RefundOrder refundOrder;

    RefundController(AdminDesk desk, RefundOrder refundOrder) {
        this.desk = desk;
        this.refundOrder = refundOrder;
    }

    @Requires(Scope.ADMIN_WRITE)
    @PostMapping("/api/admin/v1/orders/{orderId}/refunds")
    Answer refund(Exchange exchange, @PathVariable String orderId) {
        AdminWrite write = desk.read(exchange, AdminDesk.Reason.REQUIRED);
        Usd amount = write.fields().required("amount", write.fields().usd("amount", LEAST, MOST));
        Long version = write.fields().integer("version", 1, Integer.MAX_VALUE);
        write.requireNoErrors();
        return desk.carryOut(
                write,
                () -> refundOrder.refund(
                        write.author(),
                        PathIds.parse(orderId),
                        Objects.requireNonNull(amount),
                        version == null ? null : version.intValue()));
    }
}
