package io.waybill.simulator.behaviour;

import static io.waybill.simulator.behaviour.Step.BUY;
import static io.waybill.simulator.behaviour.Step.PAUSE;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The scripts a recipient can choose. A recipient chooses the longest word that it equals or begins with, followed by a
 * dash, in any case; every other recipient chooses none and is served as {@link #OK}.
 */
@SuppressWarnings("ImmutableEnumChecker") // its replies are enums, its lists unmodifiable
public enum Behaviour {
    OK("ok", "Completes at once.", Receipt.COMPLETED, BUY),
    SLOW("slow", "Waits for the slow delay (3 s), then buys and completes.", Receipt.COMPLETED, PAUSE, BUY),
    PROCESSING(
            "processing",
            "Answers 200 with status `processing`; completes after the slow delay.",
            Receipt.PROCESSING,
            BUY),
    PROCESSING_PARTLY(
            "processing-partly",
            "As `processing`, but ends as `partial`, a quarter of the charge given back.",
            Receipt.PROCESSING,
            BUY),
    PROCESSING_CANCELED(
            "processing-canceled",
            "As `processing`, but is called off, and the charge given back.",
            Receipt.PROCESSING,
            BUY),
    PROCESSING_FAILED(
            "processing-failed", "As `processing`, but fails, and the charge is given back.", Receipt.PROCESSING, BUY),
    PROCESSING_FOREVER("processing-forever", "As `processing`, without an end.", Receipt.PROCESSING, BUY),
    STRING_IDS("string-ids", "Answers 200, order id as a string, amount as a number.", Receipt.LOOSE_TYPES, BUY),

    INVALID("invalid", "400 `validation`.", Refusal.VALIDATION),
    UNAUTHORIZED("unauthorized", "401 `unauthorized`.", Refusal.UNAUTHORIZED),
    NO_FUNDS("no_funds", "402 `insufficient_balance`.", Refusal.INSUFFICIENT_BALANCE),
    FORBIDDEN("forbidden", "403 `forbidden`.", Refusal.FORBIDDEN),
    ITEM_GONE("item_gone", "404 `item_not_found`.", Refusal.ITEM_NOT_FOUND),
    OUT_OF_STOCK("out_of_stock", "409 `out_of_stock`.", Refusal.OUT_OF_STOCK),
    BUSY("busy", "429 `rate_limited` with `Retry-After: 1`.", Refusal.BUSY),
    WALLET_DISABLED("wallet_disabled", "503 `wallet_disabled`.", Refusal.WALLET_DISABLED),

    ERROR("error", "500 `internal_error`.", Refusal.ERROR),
    UNAVAILABLE("unavailable", "503 `unavailable`.", Refusal.UNAVAILABLE),
    BAD_GATEWAY("bad-gateway", "502 with a gateway's web page.", Fault.BAD_GATEWAY),
    HANG("hang", "Never answers.", Fault.SILENCE),
    VERY_SLOW("very-slow", "Never answers.", Fault.SILENCE),
    RESET("reset", "Closes the connection without an answer.", Fault.RESET),
    HTML("html", "200 with a web page.", Fault.HTML),
    GARBAGE("garbage", "200 with half a JSON object.", Fault.GARBAGE),
    EMPTY("empty", "200 without a body.", Fault.EMPTY),
    REDIRECT("redirect", "302 to a login page.", Fault.REDIRECT),

    BOUGHT_THEN_SLOW("bought-then-slow", "Waits for the slow delay, then completes.", Receipt.COMPLETED, BUY, PAUSE),
    BOUGHT_THEN_TIMEOUT("bought-then-timeout", "Never answers.", Fault.SILENCE, BUY),
    BOUGHT_THEN_ERROR("bought-then-error", "500 `internal_error`.", Refusal.ERROR, BUY),
    BOUGHT_THEN_RESET("bought-then-reset", "Closes the connection without an answer.", Fault.RESET, BUY),
    BOUGHT_THEN_BAD_GATEWAY("bought-then-bad-gateway", "502 with a gateway's web page.", Fault.BAD_GATEWAY, BUY),
    BOUGHT_THEN_HTML("bought-then-html", "200 with a web page.", Fault.HTML, BUY),
    BOUGHT_THEN_GARBAGE("bought-then-garbage", "200 with half a JSON object.", Fault.GARBAGE, BUY),
    BOUGHT_THEN_EMPTY("bought-then-empty", "200 without a body.", Fault.EMPTY, BUY),
    CONTRADICTORY("contradictory", "200 with an order id and `\"ok\":false`.", Receipt.CONTRADICTORY, BUY),
    BIG("big", "200, the answer padded to 8 MiB.", Receipt.BIG, BUY),
    DRIP("drip", "200, one byte of the answer after another, 250 ms apart.", Receipt.DRIP, BUY),
    CUT("cut", "200, announced longer than it is; then the connection closes.", Receipt.CUT, BUY),

    BUSY_ONCE("busy-once", 1, BUSY),
    BUSY_TWICE("busy-twice", 2, BUSY),
    NO_FUNDS_ONCE("no_funds-once", 1, NO_FUNDS),
    WALLET_DISABLED_ONCE("wallet_disabled-once", 1, WALLET_DISABLED),
    UNAUTHORIZED_ONCE("unauthorized-once", 1, UNAUTHORIZED),
    ERROR_ONCE("error-once", 1, ERROR),
    ERROR_TWICE("error-twice", 2, ERROR),
    UNAVAILABLE_ONCE("unavailable-once", 1, UNAVAILABLE),
    RESET_ONCE("reset-once", 1, RESET),
    HANG_ONCE("hang-once", 1, HANG);

    private static final List<Behaviour> LONGEST_WORD_FIRST = Stream.of(values())
            .sorted(Comparator.comparingInt((Behaviour behaviour) -> behaviour.word.length())
                    .reversed())
            .toList();

    private final String word;
    private final String description;
    private final Reply reply;
    private final List<Step> steps;
    private final int failures;
    private final @Nullable Behaviour failure;

    Behaviour(String word, String description, Reply reply, Step... steps) {
        this.word = word;
        this.description = description;
        this.reply = reply;
        this.steps = List.of(steps);
        this.failures = 0;
        this.failure = null;
    }

    Behaviour(String word, int failures, Behaviour failure) {
        this.word = word;
        this.description = "As `%s` the first %s for this recipient, then as `ok`."
                .formatted(failure.word, failures == 1 ? "time" : failures + " times");
        this.reply = Receipt.COMPLETED;
        this.steps = List.of(BUY);
        this.failures = failures;
        this.failure = failure;
    }

    /** The behaviour a recipient asks for by its first word, if it does. */
    public static Optional<Behaviour> askedBy(String recipient) {
        String asked = recipient.toLowerCase(Locale.ROOT);
        return LONGEST_WORD_FIRST.stream()
                .filter(behaviour -> asked.equals(behaviour.word) || asked.startsWith(behaviour.word + "-"))
                .findFirst();
    }

    /** The behaviour with exactly this word. */
    public static Optional<Behaviour> ofWord(String word) {
        return Stream.of(values())
                .filter(behaviour -> behaviour.word.equals(word))
                .findFirst();
    }

    public String word() {
        return word;
    }

    /** What becomes of a purchase, as its state tells later. */
    public Ending ending() {
        return switch (this) {
            case PROCESSING -> Ending.COMPLETED_LATER;
            case PROCESSING_PARTLY -> Ending.PARTIAL_LATER;
            case PROCESSING_CANCELED -> Ending.CANCELED_LATER;
            case PROCESSING_FAILED -> Ending.FAILED_LATER;
            case PROCESSING_FOREVER -> Ending.NEVER;
            default -> Ending.COMPLETED;
        };
    }

    /** What it does, in Markdown. */
    public String description() {
        return description;
    }

    public Reply reply() {
        return reply;
    }

    public List<Step> steps() {
        return steps;
    }

    /** Whether its first times differ from the later ones, so that somebody must count. */
    boolean counts() {
        return failure != null;
    }

    /** What to do the given time, counted from 1. */
    Behaviour onTry(int number) {
        return failure != null && number <= failures ? failure : this;
    }
}
