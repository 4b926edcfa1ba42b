package io.waybill.provider.panel;

import io.waybill.provider.Cancellation;
import io.waybill.provider.CatalogAnswer;
import io.waybill.provider.CatalogMark;
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
import java.io.InputStream;
import java.math.BigDecimal;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** One account at one panel. */
final class PanelProvider implements Provider {
    /** Lists of orders are read up to so many times the size of a single answer. */
    private static final int MOST_ANSWERS_IN_A_LIST = 16;

    /** The checkout field that says the pieces of a service. */
    static final String PIECES = "smm_quantity";

    private final ProviderAccount account;
    private final AnswerLimits limits;
    private final InstantSource clock;
    private final ProviderHttp http;

    PanelProvider(ProviderAccount account, AnswerLimits limits, InstantSource clock) {
        this.account = account;
        this.limits = limits;
        this.clock = clock;
        this.http = new ProviderHttp(account.connectTimeout(), account.answerTimeout());
    }

    @Override
    public Outcome buy(Purchase purchase, SendGate gate) {
        Evidence evidence = PanelEvidence.of(purchase, account);
        if (quantity(purchase) < 1 || quantity(purchase) > account.maxQuantity()) {
            String why = "not sent: this provider takes a quantity of 1 to " + account.maxQuantity();
            return new NotBought(Reason.REFUSED, null, evidence.unanswered(why));
        }
        Posting posting = new Posting(
                () -> head(purchase), body(purchase), limits.answerSize().toBytes());
        return http.buy(posting, gate, evidence, answer -> Verdict.of(answer, evidence, clock.instant()));
    }

    private HttpRequest.Builder head(Purchase purchase) {
        return request("/orders")
                .header("Content-Type", "application/json; charset=utf-8")
                .header("Idempotency-Key", purchase.reference());
    }

    /** A service whose pieces stand in the checkout is bought once, however many they are. */
    private static int quantity(Purchase purchase) {
        return purchase.checkout().containsKey(PIECES) ? 1 : purchase.quantity();
    }

    /** Item ids that are numbers are sent as numbers: some panels take nothing else. */
    private static String body(Purchase purchase) {
        Map<String, Object> body = new LinkedHashMap<>();
        String item = purchase.externalId();
        body.put("item_id", item.matches("0|[1-9][0-9]{0,17}") ? (Object) Long.valueOf(item) : item);
        if (purchase.playerId() != null) {
            body.put("player_id", purchase.playerId());
        }
        if (!purchase.checkout().isEmpty()) {
            body.put("checkout", purchase.checkout());
        }
        if (quantity(purchase) > 1) {
            body.put("quantity", quantity(purchase));
        }
        return ProviderJson.mapper().writeValueAsString(body);
    }

    @Override
    public Balance balance() throws ProviderException {
        return http.ask(
                question("/me"),
                account.connectTimeout().plus(account.answerTimeout()),
                limits.answerSize().toBytes(),
                PanelProvider::balance);
    }

    private static Balance balance(int status, HttpHeaders headers, InputStream body) throws ProviderException {
        JsonNode me = ProviderJson.object(body).orElse(null);
        if (status != 200
                || me == null
                || !me.path("ok").isBoolean()
                || !me.path("ok").booleanValue()) {
            throw refusal("GET /me", status, me == null ? null : ProviderJson.word(me.get("error")));
        }
        BigDecimal amount = ProviderJson.balance(me.path("user").get("balance"))
                .orElseThrow(() -> new ProviderException("GET /me answered no balance that can be read."));
        return new Balance(amount, "USD");
    }

    @Override
    public void catalog(Consumer<CatalogRow> rows) throws ProviderException {
        catalog(null, rows);
    }

    @Override
    public CatalogAnswer catalog(@Nullable CatalogMark known, Consumer<CatalogRow> rows) throws ProviderException {
        HttpRequest.Builder request = question("/products");
        String etag = known == null ? null : known.etag();
        if (etag != null) {
            request.header("If-None-Match", etag);
        }
        return http.ask(
                request,
                limits.catalogTime(),
                limits.catalogSize().toBytes(),
                new PanelProducts(known, rows, limits.catalogRows())::read);
    }

    @Override
    public int statesAtOnce() {
        return PanelStates.AT_ONCE;
    }

    @Override
    public Map<String, PurchaseState> states(List<String> providerOrderIds) throws ProviderException {
        return new PanelStates(this::ask).ask(providerOrderIds);
    }

    private <T> T ask(String path, int orders, ProviderHttp.Reader<T> reader) throws ProviderException {
        return http.ask(
                question(path),
                account.connectTimeout().plus(account.answerTimeout()),
                limits.answerSize().toBytes() * Math.min(orders, MOST_ANSWERS_IN_A_LIST),
                reader);
    }

    @Override
    public Cancellation cancel(String providerOrderId) {
        Posting posting = new Posting(
                () -> request("/orders/" + PanelStates.encoded(providerOrderId) + "/cancel")
                        .header("Content-Type", "application/json; charset=utf-8"),
                "{}",
                limits.answerSize().toBytes());
        return http.cancel(
                posting,
                answer -> StateAnswer.cancellation(
                        answer.status(),
                        ProviderJson.object(answer.body().open()).orElse(null)));
    }

    private HttpRequest.Builder question(String path) throws ProviderException {
        try {
            return request(path);
        } catch (IllegalArgumentException _) {
            throw new ProviderException("The provider's address or key can not be used.");
        }
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(ProviderHttp.resolve(account.baseUrl(), path))
                .header("Accept", "application/json")
                .header("Accept-Encoding", "identity")
                .header("User-Agent", "Waybill")
                .header("Authorization", "Bearer " + account.apiKey());
    }

    static ProviderException refusal(String what, int status, @Nullable String error) {
        String said = error == null ? "nothing that can be read" : error;
        return new ProviderException(
                what + " was not answered with ok:true, but with status " + status + ": " + said + ".");
    }

    @Override
    public void close() {
        http.close();
    }
}
