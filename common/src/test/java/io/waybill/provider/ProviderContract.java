package io.waybill.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.waybill.provider.Outcome.Bought;
import io.waybill.provider.Outcome.NotBought;
import io.waybill.provider.Outcome.NotBought.Reason;
import io.waybill.provider.Outcome.Unknown;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What every {@link Provider} promises, whatever its protocol. An adapter passes it against a scripted counterpart that
 * speaks its protocol, a fake against itself. To use it, extend it and say how a counterpart is made.
 */
public abstract class ProviderContract {
    protected static final String KEY = "sk_live_KEYOFTHEPROVIDER1234567890";
    protected static final String RECIPIENT = "player-4711@example.com";
    protected static final String CODE = "AAAA-BBBB-1234-CCCC";
    protected static final Duration ANSWER_TIMEOUT = Duration.ofSeconds(2);

    private static final Duration LONGEST_CALL = Duration.ofSeconds(8);

    private Counterpart counterpart;

    /** The other side: it sells, and its books count what it sold. */
    public interface Counterpart extends AutoCloseable {
        /** A provider of this counterpart with the key, the answer time-out and no quantity above 1. */
        Provider provider();

        /** How the counterpart answers purchases from now on. */
        void behave(Behaviour behaviour);

        /** How many requests to buy reached it whole. */
        int asked();

        /** Its balance for us, in USD; null: it answers nothing useful. */
        void balance(String balance);

        /** Offers items 1 (2.50 USD) and "two" (in BDT), and a row in between that can't be read. */
        void offer();

        /** Begins like {@link #offer}, and breaks off. */
        void offerAndBreakOff();

        /** What has become of the purchases with these ids, when it is asked from now on; it knows no other. */
        void tell(Map<String, Progress> purchases);

        /** How it answers from now on when it is asked to call off a purchase. */
        void cancels(Cancels answer);

        @Override
        void close() throws IOException;
    }

    /** What a counterpart may do when it is asked to sell. */
    public enum Behaviour {
        /** Sells and delivers {@link #CODE}. */
        DELIVERS,
        /** Sells, and will deliver. */
        ACCEPTS,
        OUT_OF_STOCK,
        INVALID_RECIPIENT,
        ITEM_GONE,
        NO_FUNDS,
        BAD_KEY,
        CLOSED,
        /** Too many requests; come again in seven seconds. */
        BUSY,
        /** Refuses, and yet names an order. */
        CONTRADICTS_ITSELF,
        FAILS_INSIDE,
        REDIRECTS,
        ANSWERS_HTML,
        BREAKS_OFF,
        NEVER_ENDS,
        SAYS_NOTHING,
        HANGS_UP,
        /** Can't be connected to. */
        UNREACHABLE
    }

    /** What a counterpart may say of a purchase. */
    public enum Progress {
        WORKING,
        /** A word that nobody knows. */
        MUSING,
        /** Delivered, {@link #CODE} where the protocol has codes. */
        DELIVERED,
        /** A quarter of it was not delivered. */
        PARTLY,
        /** Some of it, and it does not say how much. */
        PARTLY_OF_NOBODY_KNOWS_WHAT,
        CANCELED
    }

    /** What a counterpart may answer to a request to call off. */
    public enum Cancels {
        TAKES_IT,
        REFUSES,
        FAILS_INSIDE,
        ANSWERS_HTML,
        HANGS_UP,
        SAYS_NOTHING
    }

    protected abstract Counterpart counterpart() throws Exception;

    /** Whether the protocol can hand over codes with the answer to a purchase; if not, nothing is delivered at once. */
    protected boolean handsOverCodes() {
        return true;
    }

    /** How the protocol says that no more can be had. */
    protected Reason reasonWhenSoldOut() {
        return Reason.OUT_OF_STOCK;
    }

    /** The currency of item "two"; the same as that of item 1 where a catalog has one currency only. */
    protected String secondCurrency() {
        return "BDT";
    }

    @BeforeEach
    void connect() throws Exception {
        counterpart = counterpart();
    }

    @AfterEach
    void disconnect() throws Exception {
        counterpart.close();
    }

    @ParameterizedTest
    @EnumSource(Behaviour.class)
    void everythingThatAProviderDoesEndsInWhatIsKnownOfIt(Behaviour behaviour) {
        counterpart.behave(behaviour);

        Outcome outcome = buy();

        switch (behaviour) {
            case DELIVERS -> {
                Bought bought = (Bought) outcome;
                assertThat(bought.providerOrderId()).isNotBlank();
                if (handsOverCodes()) {
                    assertThat(bought.state()).isEqualTo(Bought.State.DELIVERED);
                    assertThat(bought.delivery()).isNotNull();
                    assertThat(bought.delivery().codes()).containsExactly(CODE);
                } else {
                    assertThat(bought.state()).isEqualTo(Bought.State.IN_PROGRESS);
                    assertThat(bought.delivery()).isNull();
                }
            }
            case ACCEPTS -> {
                assertThat(((Bought) outcome).state()).isEqualTo(Bought.State.IN_PROGRESS);
                assertThat(((Bought) outcome).delivery()).isNull();
            }
            case OUT_OF_STOCK -> assertNotBought(outcome, reasonWhenSoldOut());
            case INVALID_RECIPIENT -> assertNotBought(outcome, Reason.INVALID_RECIPIENT);
            case ITEM_GONE -> assertNotBought(outcome, Reason.ITEM_GONE);
            case NO_FUNDS -> assertNotBought(outcome, Reason.NO_FUNDS);
            case BAD_KEY, CLOSED -> assertNotBought(outcome, Reason.PROVIDER_DOWN);
            case BUSY -> {
                assertNotBought(outcome, Reason.BUSY);
                assertThat(((NotBought) outcome).retryAfter()).isEqualTo(Duration.ofSeconds(7));
            }
            case UNREACHABLE -> assertNotBought(outcome, Reason.NEVER_SENT);
            case CONTRADICTS_ITSELF,
                    FAILS_INSIDE,
                    REDIRECTS,
                    ANSWERS_HTML,
                    BREAKS_OFF,
                    NEVER_ENDS,
                    SAYS_NOTHING,
                    HANGS_UP -> assertThat(outcome).isInstanceOf(Unknown.class);
        }
    }

    @ParameterizedTest
    @EnumSource(Behaviour.class)
    void noPurchaseIsSentTwice(Behaviour behaviour) {
        counterpart.behave(behaviour);

        buy();

        assertThat(counterpart.asked()).isEqualTo(behaviour == Behaviour.UNREACHABLE ? 0 : 1);
    }

    @ParameterizedTest
    @EnumSource(Behaviour.class)
    void noEvidenceHoldsAKeyACodeOrTheRecipient(Behaviour behaviour) {
        counterpart.behave(behaviour);

        Outcome outcome = buy();

        assertThat(outcome.toString()).doesNotContain(KEY, CODE, RECIPIENT);
        assertThat(outcome.exchange().answer()).hasSizeLessThan(2_200).doesNotContain("\u0000");
        assertThat(outcome.exchange().request()).isNotBlank();
    }

    @Test
    void nothingIsSentWhenTheGateIsClosed() {
        counterpart.behave(Behaviour.DELIVERS);

        Outcome outcome = counterpart.provider().buy(purchase("ref-1", 1), () -> false);

        assertNotBought(outcome, Reason.NEVER_SENT);
        assertThat(counterpart.asked()).isZero();
    }

    @Test
    void nothingIsSentWhenTheGateClosesWhileConnecting() {
        counterpart.behave(Behaviour.DELIVERS);
        List<Boolean> answers = new ArrayList<>(List.of(true));

        Outcome outcome =
                counterpart.provider().buy(purchase("ref-1", 1), () -> answers.size() == 1 && answers.removeFirst());

        assertThat(outcome instanceof Bought ? answers : List.of()).isEmpty();
        assertThat(counterpart.asked()).isEqualTo(outcome instanceof Bought ? 1 : 0);
    }

    @Test
    void aGateThatBreaksIsAClosedGate() {
        counterpart.behave(Behaviour.DELIVERS);

        Outcome outcome = counterpart.provider().buy(purchase("ref-1", 1), () -> {
            throw new IllegalStateException("no session");
        });

        assertNotBought(outcome, Reason.NEVER_SENT);
        assertThat(counterpart.asked()).isZero();
    }

    @Test
    void aQuantityThatTheProviderDoesNotTakeIsRefusedUnsent() {
        counterpart.behave(Behaviour.DELIVERS);

        Outcome outcome = counterpart.provider().buy(purchase("ref-1", 2), () -> true);

        assertNotBought(outcome, Reason.REFUSED);
        assertThat(counterpart.asked()).isZero();
    }

    @Test
    void anInterruptedPurchaseIsUnknownOnceItWasSent() throws Exception {
        counterpart.behave(Behaviour.SAYS_NOTHING);
        try (ExecutorService caller = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<Outcome> outcome = caller.submit((Callable<Outcome>) () -> {
                Thread.currentThread().interrupt();
                return buy();
            });
            assertThat(outcome.get(LONGEST_CALL.toSeconds(), TimeUnit.SECONDS))
                    .isInstanceOfAny(Unknown.class, NotBought.class)
                    .satisfies(o -> assertThat(counterpart.asked() == 0 || o instanceof Unknown)
                            .isTrue());
        }
    }

    @Test
    void manyPurchasesAtOnceDoNotMixTheirAnswers() throws Exception {
        counterpart.behave(Behaviour.DELIVERS);
        int purchases = 100;
        try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Callable<Outcome>> calls = new ArrayList<>();
            for (int i = 0; i < purchases; i++) {
                String reference = "ref-" + i;
                calls.add(() -> counterpart.provider().buy(purchase(reference, 1), () -> true));
            }
            List<String> orders = new ArrayList<>();
            for (Future<Outcome> outcome : callers.invokeAll(calls)) {
                orders.add(((Bought) outcome.get()).providerOrderId());
            }
            assertThat(orders).doesNotHaveDuplicates();
        }
        assertThat(counterpart.asked()).isEqualTo(purchases);
    }

    @Test
    void aPurchaseThroughAClosedProviderIsNeverSent() {
        counterpart.behave(Behaviour.DELIVERS);
        Provider provider = counterpart.provider();
        provider.close();

        assertThat(provider.buy(purchase("ref-1", 1), () -> true)).isInstanceOf(NotBought.class);
        assertThat(counterpart.asked()).isZero();
    }

    @Test
    void theBalanceIsAnAmountInACurrency() throws Exception {
        counterpart.balance("12.50");

        Provider.Balance balance = counterpart.provider().balance();

        assertThat(balance.amount()).isEqualByComparingTo("12.5");
        assertThat(balance.currency()).isEqualTo("USD");
    }

    @Test
    void noBalanceIsGuessed() {
        counterpart.balance("plenty");

        assertThatThrownBy(() -> counterpart.provider().balance())
                .isInstanceOf(ProviderException.class)
                .hasMessageNotContaining(KEY);
    }

    @Test
    void theCatalogArrivesRowByRowAndABadRowCostsOnlyItself() throws Exception {
        counterpart.offer();
        List<CatalogRow> rows = new ArrayList<>();

        counterpart.provider().catalog(rows::add);

        assertThat(rows).hasSize(3);
        assertThat(rows.get(0)).isInstanceOfSatisfying(CatalogRow.Offer.class, offer -> {
            assertThat(offer.externalId()).isEqualTo("1");
            assertThat(offer.price()).isEqualByComparingTo(new BigDecimal("2.50"));
            assertThat(offer.currency()).isEqualTo("USD");
        });
        assertThat(rows.get(1))
                .isInstanceOfSatisfying(
                        CatalogRow.Skipped.class,
                        skipped -> assertThat(skipped.reason()).isNotBlank());
        assertThat(rows.get(2)).isInstanceOfSatisfying(CatalogRow.Offer.class, offer -> {
            assertThat(offer.externalId()).isEqualTo("two");
            assertThat(offer.currency()).isEqualTo(secondCurrency());
        });
    }

    @Test
    void aCatalogThatBreaksOffIsNone() {
        counterpart.offerAndBreakOff();

        assertThatThrownBy(() -> counterpart.provider().catalog(_ -> {})).isInstanceOf(ProviderException.class);
    }

    @Test
    void anAnswerThatIsKnownPassesOnNoRowAndAnyOtherPassesOnAll() throws Exception {
        counterpart.offer();
        CatalogAnswer first = counterpart.provider().catalog(null, _ -> {});
        assertThat(first).isInstanceOf(CatalogAnswer.Read.class);
        CatalogMark mark = ((CatalogAnswer.Read) first).mark();
        List<CatalogRow> rows = new ArrayList<>();

        CatalogAnswer again = counterpart.provider().catalog(mark, rows::add);

        assertThat(again).isEqualTo(mark == null ? new CatalogAnswer.Read(null) : new CatalogAnswer.Known());
        assertThat(rows).hasSize(mark == null ? 3 : 0);
        rows.clear();
        CatalogMark other = new CatalogMark("0".repeat(64), null);
        assertThat(counterpart.provider().catalog(other, rows::add)).isEqualTo(first);
        assertThat(rows).hasSize(3);
        counterpart.offerAndBreakOff();
        assertThatThrownBy(() -> counterpart.provider().catalog(mark, _ -> {})).isInstanceOf(ProviderException.class);
    }

    @Test
    void whatBecameOfPurchasesIsToldForEachThatWasAskedFor() throws Exception {
        counterpart.tell(Map.of(
                "11", Progress.WORKING,
                "12", Progress.MUSING,
                "13", Progress.DELIVERED,
                "14", Progress.PARTLY,
                "15", Progress.PARTLY_OF_NOBODY_KNOWS_WHAT,
                "16", Progress.CANCELED));

        Map<String, PurchaseState> states =
                counterpart.provider().states(List.of("11", "12", "13", "14", "15", "16", "17"));

        assertThat(states.keySet()).containsExactlyInAnyOrder("11", "12", "13", "14", "15", "16", "17");
        assertThat(states.get("11")).isInstanceOf(PurchaseState.Working.class);
        assertThat(states.get("12")).isInstanceOf(PurchaseState.Working.class);
        assertThat(states.get("13")).isInstanceOf(PurchaseState.Delivered.class);
        assertThat(states.get("14"))
                .isInstanceOfSatisfying(
                        PurchaseState.Partly.class,
                        partly -> assertThat(partly.undelivered().of(4))
                                .hasValueSatisfying(
                                        share -> assertThat(share.part().multiply(BigDecimal.valueOf(4)))
                                                .isEqualByComparingTo(share.whole())));
        assertThat(states.get("15")).isInstanceOf(PurchaseState.Unclear.class);
        assertThat(states.get("16")).isInstanceOf(PurchaseState.Canceled.class);
        assertThat(states.get("17")).isInstanceOf(PurchaseState.NotFound.class);
        assertThat(states.toString()).doesNotContain(KEY, CODE, RECIPIENT);
    }

    @ParameterizedTest
    @EnumSource(Progress.class)
    void oneAloneIsToldLikeOneAmongOthers(Progress progress) throws Exception {
        counterpart.tell(Map.of("11", progress, "12", Progress.WORKING));

        PurchaseState alone = counterpart.provider().states(List.of("11")).get("11");
        PurchaseState among = counterpart.provider().states(List.of("11", "12")).get("11");

        assertThat(alone).hasSameClassAs(among);
    }

    @Test
    void aPurchaseThatIsNotThereIsNotFoundWhichProvesNothing() throws Exception {
        counterpart.tell(Map.of("11", Progress.WORKING));

        assertThat(counterpart.provider().states(List.of("12")).get("12")).isInstanceOf(PurchaseState.NotFound.class);
    }

    @ParameterizedTest
    @EnumSource(
            value = Behaviour.class,
            names = {"FAILS_INSIDE", "REDIRECTS", "ANSWERS_HTML", "BREAKS_OFF", "NEVER_ENDS", "SAYS_NOTHING", "HANGS_UP"
            })
    void anAnswerThatSaysNothingOfThemMovesNoPurchase(Behaviour behaviour) {
        counterpart.behave(behaviour);
        long start = System.nanoTime();

        assertThatThrownBy(() -> counterpart.provider().states(List.of("11", "12")))
                .isInstanceOf(ProviderException.class)
                .hasMessageNotContaining(KEY);
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(LONGEST_CALL);
    }

    @ParameterizedTest
    @EnumSource(Cancels.class)
    void onlyADefiniteAnswerToACancelIsOne(Cancels answer) {
        counterpart.cancels(answer);

        Cancellation cancellation = counterpart.provider().cancel("11");

        switch (answer) {
            case TAKES_IT -> assertThat(cancellation).isInstanceOf(Cancellation.Taken.class);
            case REFUSES -> assertThat(cancellation).isInstanceOf(Cancellation.Refused.class);
            case FAILS_INSIDE, ANSWERS_HTML, HANGS_UP, SAYS_NOTHING ->
                assertThat(cancellation).isInstanceOf(Cancellation.Unknown.class);
        }
        assertThat(cancellation.toString()).doesNotContain(KEY, CODE, RECIPIENT);
    }

    private Outcome buy() {
        long start = System.nanoTime();
        Outcome outcome = counterpart.provider().buy(purchase("ref-1", 1), () -> true);
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(LONGEST_CALL);
        return outcome;
    }

    protected static Purchase purchase(String reference, int quantity) {
        return new Purchase(1001, reference, "123", quantity, RECIPIENT, Map.of());
    }

    private static void assertNotBought(Outcome outcome, Reason reason) {
        assertThat(outcome)
                .isInstanceOfSatisfying(
                        NotBought.class,
                        notBought -> assertThat(notBought.reason()).isEqualTo(reason));
    }
}
