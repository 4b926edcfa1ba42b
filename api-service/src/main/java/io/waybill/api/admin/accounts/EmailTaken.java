package io.waybill.api.admin.accounts;

import io.waybill.api.admin.Done;

/** The refusal of an e-mail address that another account has. */
final class EmailTaken {
    private EmailTaken() {}

    static Done refused() {
        return Done.invalid("email", "taken", "another account has this e-mail address");
    }
}
