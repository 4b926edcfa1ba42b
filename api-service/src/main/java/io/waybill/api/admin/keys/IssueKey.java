package io.waybill.api.admin.keys;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.waybill.account.Account;
import io.waybill.account.Accounts;
import io.waybill.account.ApiKeys;
import io.waybill.account.Mode;
import io.waybill.api.admin.Author;
import io.waybill.api.admin.Done;
import io.waybill.api.admin.accounts.UnknownAccount;
import io.waybill.audit.Facts;
import io.waybill.error.ErrorCode;
import io.waybill.secret.KeySecret;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/**
 * Issues a key, whose secret is answered this once and never again. An admin's key is {@code ak_live_}; nobody else
 * gets the scopes of admins. Takes part in the caller's transaction. Thread-safe.
 */
final class IssueKey {
    private static final String SHOWN_NOW = "Keep this key: it is shown only now.";
    private static final String SHOWN_BEFORE =
            "The key was shown when it was issued and is not kept. If it is lost, revoke it and issue another.";

    private final Accounts accounts;
    private final ApiKeys keys;
    private final InstantSource clock;

    IssueKey(Accounts accounts, ApiKeys keys, InstantSource clock) {
        this.accounts = accounts;
        this.keys = keys;
        this.clock = clock;
    }

    Done issue(Author author, long accountId, KeyRequest request) {
        Optional<Account> account = accounts.lock(accountId);
        if (account.isEmpty()) {
            return new Done.Refused(UnknownAccount.refusal());
        }
        boolean admin = account.get().role() == Account.Role.ADMIN;
        if (admin && request.mode() != Mode.LIVE) {
            return Done.invalid("mode", "not_allowed", "an admin's keys are live");
        }
        if (!admin && request.isForAdminsOnly()) {
            return Done.invalid(
                    "scopes", "not_allowed", "only an admin's keys may have the scopes admin:read and admin:write");
        }
        Instant expiresAt = request.expiresAt();
        if (expiresAt != null && !expiresAt.isAfter(clock.instant())) {
            return Done.invalid("expires_at", "range", "must be in the future");
        }
        if (keys.countGood(accountId) >= ApiKeys.MOST_GOOD_KEYS) {
            return Done.refused(
                    ErrorCode.VALIDATION,
                    "The account has " + ApiKeys.MOST_GOOD_KEYS + " keys, which is the most: revoke one first.");
        }
        return issue(author, account.get(), request);
    }

    private static KeySecret.Kind kind(Account.Role owner, Mode mode) {
        return switch (mode) {
            case LIVE -> owner == Account.Role.ADMIN ? KeySecret.Kind.ADMIN_LIVE : KeySecret.Kind.RESELLER_LIVE;
            case TEST -> KeySecret.Kind.RESELLER_TEST;
        };
    }

    private Done issue(Author author, Account account, KeyRequest request) {
        long accountId = account.id();
        KeySecret.Kind kind = kind(account.role(), request.mode());
        ApiKeys.Created created = keys.create(
                new ApiKeys.NewKey(accountId, kind, request.scopes(), request.allow(), request.expiresAt()));
        KeyView view = KeyView.of(keys.find(accountId, created.id()).orElseThrow(), account.role());
        Facts facts = Facts.of("api_key_id", created.id())
                .and("hint", view.hint())
                .and("mode", view.mode())
                .and("scopes", view.scopes())
                .and("allow", view.allow())
                .and("expires_at", request.expiresAt() == null ? null : String.valueOf(request.expiresAt()));
        return new Done.Well(
                new Issued(true, created.secret().reveal(), view, SHOWN_NOW),
                new Repeated(true, view, SHOWN_BEFORE),
                List.of(author.entry("api_key.issue", "account:" + accountId, Facts.NONE, facts)));
    }

    private record Issued(
            boolean ok, String key, @JsonUnwrapped KeyView view, String note) {}

    private record Repeated(boolean ok, @JsonUnwrapped KeyView view, String note) {}
}
