package io.waybill.api.admin.accounts;

import io.waybill.account.Account;
import io.waybill.account.Accounts.NewAccount;
import io.waybill.api.admin.AdminWrite;
import io.waybill.api.input.Emails;
import io.waybill.api.input.Fields;
import io.waybill.money.Usd;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Reads what an account is to be. For one thread. */
final class AccountFields {
    private static final int MAX_NAME = 200;
    private static final int MAX_RATE_LIMIT = 1_000_000;
    private static final Usd MAX_CAP = Usd.parse("1000000000.00");

    private final AdminWrite write;
    private final Fields fields;

    AccountFields(AdminWrite write) {
        this.write = write;
        this.fields = write.fields();
    }

    /** @throws io.waybill.api.http.RefusedException 400 if anything is wrong */
    NewAccount newAccount() {
        String email = fields.required("email", email());
        String name = fields.required("name", name());
        Account.Role role = fields.word("role", Account.Role::ofWire);
        Integer rateLimit = rateLimit();
        Boolean providerBilling = fields.bool("provider_billing");
        Usd cap = cap();
        write.requireNoErrors();
        return new NewAccount(
                Objects.requireNonNull(email),
                Objects.requireNonNull(name),
                role == null ? Account.Role.RESELLER : role,
                rateLimit == null ? 0 : rateLimit,
                providerBilling != null && providerBilling,
                cap);
    }

    /**
     * A change of an account's standing needs a reason.
     *
     * @throws io.waybill.api.http.RefusedException 400 if anything is wrong
     */
    AccountChange change() {
        AccountChange change = new AccountChange(
                email(),
                name(),
                fields.word("status", Account.Status::ofWire),
                rateLimit(),
                fields.bool("provider_billing"),
                fields.has("provider_daily_cap") ? new AccountChange.Cap(cap()) : null);
        if (change.isOfStanding()) {
            write.requireReason();
        }
        write.requireNoErrors();
        return change;
    }

    private @Nullable String email() {
        String email = fields.text("email", Emails.MAX_LENGTH);
        if (email != null && !Emails.isAddress(email)) {
            fields.wrong("email", "format", "must be an e-mail address");
        }
        return email;
    }

    private @Nullable String name() {
        String name = fields.text("name", MAX_NAME);
        if (name != null && (name.isBlank() || name.lines().count() > 1)) {
            fields.wrong("name", "format", "must be one line with something on it");
        }
        return name;
    }

    private @Nullable Integer rateLimit() {
        Long limit = fields.integer("rate_limit", 0, MAX_RATE_LIMIT);
        return limit == null ? null : limit.intValue();
    }

    private @Nullable Usd cap() {
        return fields.usd("provider_daily_cap", Usd.ZERO, MAX_CAP);
    }
}
