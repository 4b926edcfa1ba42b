package io.waybill.api.admin.upstream;

import io.waybill.api.admin.upstream.Contact.Result.Found;
import io.waybill.api.admin.upstream.Contact.Result.Not;
import io.waybill.error.ErrorCode;
import io.waybill.error.Refusal;
import io.waybill.provider.Provider;
import io.waybill.provider.Provider.Balance;
import io.waybill.provider.upkeep.balance.BalanceAnswer;
import io.waybill.provider.upkeep.balance.RefreshBalance;

/**
 * Asks a provider for our balance now, within its time-outs, and keeps the answer: the balance, and whether the
 * provider is healthy. Thread-safe.
 */
public final class TestProvider {
    private final Contact contact;
    private final RefreshBalance refreshBalance;

    TestProvider(Contact contact, RefreshBalance refreshBalance) {
        this.contact = contact;
        this.refreshBalance = refreshBalance;
    }

    /** Outside of any transaction. */
    public Result test(long providerId) {
        return switch (contact.find(providerId)) {
            case Not(Refusal refusal) -> new Result.Refused(refusal);
            case Found found -> test(found);
        };
    }

    private Result test(Found found) {
        try (Provider provider = found.connect()) {
            return switch (refreshBalance.test(found.account().id(), provider)) {
                case BalanceAnswer.Answered(Balance balance) -> new Result.Answered(balance);
                case BalanceAnswer.Failed(String note) ->
                    new Result.Refused(Refusal.of(ErrorCode.PROVIDER_FAILED, "The provider failed its test: " + note));
            };
        }
    }

    /** What came of it. */
    public sealed interface Result {
        record Answered(Balance balance) implements Result {}

        /** There is no such provider, or it gave no usable answer; then it is shown as failing from now on. */
        record Refused(Refusal refusal) implements Result {}
    }
}
