package io.waybill.benchmark.textbook;

import java.util.List;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RestController;

@RestController
class ShopController {
    private final ShopService shop;

    ShopController(ShopService shop) {
        this.shop = shop;
    }

    @PostMapping("/api/v1/orders")
    ResponseEntity<?> place(
            @RequestHeader("Authorization") String authorization,
            @RequestHeader("Idempotency-Key") String idempotencyKey,
            @RequestBody OrderBody body) {
        return ResponseEntity.of(shop.place(authorization.substring("Bearer ".length()), idempotencyKey, body));
    }

    @GetMapping("/api/v1/products")
    Products products() {
        return new Products(true, "BDT", shop.products());
    }

    record OrderBody(long itemId, String playerId) {}

    record Products(boolean ok, String currency, List<JdbcShop.Product> products) {}
}
