package io.waybill.provider.smm;

import io.waybill.provider.Cancellation;
import io.waybill.provider.CatalogRow;
import io.waybill.provider.Outcome;
import io.waybill.provider.Outcome.NotBought;
import io.waybill.provider.Outcome.NotBought.Reason;
import io.waybill.provider.Provider;
import io.waybill.provider.ProviderAccount;
import io.waybill.provider.ProviderException;
import io.waybill.provider.Purchase;
import io.waybill.provider.PurchaseState;
import io.waybill.provider.http.AnswerLimits;
import io.waybill.provider.http.Evidence;
import io.waybill.provider.http.Posting;
import io.waybill.provider.http.ProviderHttp;
import io.waybill.provider.http.ProviderJson;
import java.io.ByteArrayInputStream;
import java.math.BigDecimal;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * One account at one SMM panel. The protocol knows no reference of ours: a purchase whose outcome is unknown can't be
 * asked for again.
 */
final class SmmProvider implements Provider {
    /** Lists of orders are read up to so many times the size of a single answer. */
    private static final int MOST_ANSWERS_IN_A_LIST = 16;

    private static final int BEGINNING = 8_192;
    private static final Set<String> HARMLESS =
            Set.of("order", "error", "status", "charge", "currency", "start_count", "remains");

    private final ProviderAccount account;
    private final AnswerLimits limits;
    private final InstantSource clock;
    private final ProviderHttp http;

    SmmProvider(ProviderAccount account, AnswerLimits limits, InstantSource clock) {
        this.account = account;
        this.limits = limits;
        this.clock = clock;
        this.http = new ProviderHttp(account.connectTimeout(), account.answerTimeout());
    }

    @Override
    public Outcome buy(Purchase purchase, SendGate gate) {
        SmmForm form = SmmForm.of(purchase);
        Evidence evidence = Evidence.of(purchase, account, form.shown(), HARMLESS, Set.of());
        if (form.fault() != null) {
            return new NotBought(Reason.REFUSED, null, evidence.unanswered("not sent: " + form.fault()));
        }
        return http.buy(
                posting("add", form.fields()),
                gate,
                evidence,
                answer -> Verdict.of(answer, form, evidence, clock.instant()));
    }

    private Posting posting(String action, Map<String, String> fields) {
        return new Posting(
                this::request,
                SmmForm.encoded(account.apiKey(), action, fields),
                limits.answerSize().toBytes());
    }

    @Override
    public Balance balance() throws ProviderException {
        return ask("balance", Map.of(), 1, this::balance);
    }

    private Balance balance(int status, @Nullable JsonNode said) throws ProviderException {
        if (status != 200 || said == null || !said.isObject() || said.has("error")) {
            throw SmmJson.refusal("balance", status, said, account.apiKey());
        }
        BigDecimal amount = ProviderJson.balance(said.get("balance"))
                .orElseThrow(() -> new ProviderException("The action balance answered no balance that can be read."));
        String currency = said.path("currency").isString()
                ? said.path("currency").stringValue().strip().toUpperCase(Locale.ROOT)
                : "";
        if (!currency.matches("[A-Z]{3}")) {
            throw new ProviderException("The action balance answered no currency that is an ISO 4217 code.");
        }
        return new Balance(amount, currency);
    }

    /** The rates are in the currency of the balance; the list itself doesn't name one. */
    @Override
    public void catalog(Consumer<CatalogRow> rows) throws ProviderException {
        String currency = balance().currency();
        http.<Boolean>ask(
                question("services", Map.of()),
                limits.catalogTime(),
                limits.catalogSize().toBytes(),
                (status, _, body) -> {
                    if (status != 200) {
                        throw SmmJson.refusal(
                                "services",
                                status,
                                SmmJson.read(new ByteArrayInputStream(body.readNBytes(BEGINNING))),
                                account.apiKey());
                    }
                    new SmmCatalog(rows, currency, limits.catalogRows(), account.apiKey()).read(body);
                    return true;
                });
    }

    @Override
    public int statesAtOnce() {
        return SmmStates.AT_ONCE;
    }

    @Override
    public Map<String, PurchaseState> states(List<String> providerOrderIds) throws ProviderException {
        return new SmmStates(this::askForStatus, account.apiKey()).ask(providerOrderIds);
    }

    private <T> T askForStatus(Map<String, String> fields, int orders, Reader<T> reader) throws ProviderException {
        return ask("status", fields, orders, reader);
    }

    @Override
    public Cancellation cancel(String providerOrderId) {
        if (!SmmJson.isOrderId(providerOrderId)) {
            return new Cancellation.Refused("no id that can be asked for");
        }
        return http.cancel(
                posting("cancel", Map.of("orders", providerOrderId)),
                answer -> StateAnswer.cancellation(
                        answer.status(), SmmJson.read(answer.body().open()), providerOrderId));
    }

    private <T> T ask(String action, Map<String, String> fields, int orders, Reader<T> reader)
            throws ProviderException {
        Duration total = account.connectTimeout().plus(account.answerTimeout());
        long limit = limits.answerSize().toBytes() * Math.min(orders, MOST_ANSWERS_IN_A_LIST);
        return http.ask(
                question(action, fields), total, limit, (status, _, body) -> reader.read(status, SmmJson.read(body)));
    }

    private HttpRequest.Builder question(String action, Map<String, String> fields) throws ProviderException {
        try {
            String form = SmmForm.encoded(account.apiKey(), action, fields);
            return request().POST(BodyPublishers.ofString(form, StandardCharsets.US_ASCII));
        } catch (IllegalArgumentException _) {
            throw new ProviderException("The provider's address can not be used.");
        }
    }

    private HttpRequest.Builder request() {
        return HttpRequest.newBuilder(account.baseUrl())
                .header("Accept", "application/json")
                .header("Accept-Encoding", "identity")
                .header("User-Agent", "Waybill")
                .header("Content-Type", "application/x-www-form-urlencoded");
    }

    @Override
    public void close() {
        http.close();
    }

    /** Makes something of an answer, which is null if it is no JSON. */
    @FunctionalInterface
    interface Reader<T> {
        T read(int status, @Nullable JsonNode said) throws ProviderException;
    }
}
