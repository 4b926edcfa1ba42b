package io.waybill.api.admin.accounts;

import io.waybill.account.Account;
import io.waybill.money.Usd;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What is to be different about an account. What is null stays.
 *
 * @param cap null: the cap stays; one without an amount takes it away
 */
record AccountChange(
        @Nullable String email,
        @Nullable String name,
        Account.@Nullable Status status,
        @Nullable Integer rateLimit,
        @Nullable Boolean providerBilling,
        @Nullable Cap cap) {

    Account appliedTo(Account now) {
        return new Account(
                now.id(),
                Objects.requireNonNullElse(email, now.email()),
                Objects.requireNonNullElse(name, now.name()),
                now.role(),
                Objects.requireNonNullElse(status, now.status()),
                Objects.requireNonNullElse(rateLimit, now.rateLimit()),
                Objects.requireNonNullElse(providerBilling, now.providerBilling()),
                cap == null ? now.providerDailyCap() : cap.most(),
                now.createdAt());
    }

    /** Whether it is about what the account may order, and who pays. */
    boolean isOfStanding() {
        return status != null || providerBilling != null || cap != null;
    }

    boolean suspends() {
        return status == Account.Status.SUSPENDED;
    }

    /** The most on provider billing in one UTC day; null = no cap. */
    record Cap(@Nullable Usd most) {}
}
