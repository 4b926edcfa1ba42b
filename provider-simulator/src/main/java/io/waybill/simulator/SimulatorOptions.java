package io.waybill.simulator;

import io.waybill.simulator.book.Account;
import io.waybill.simulator.catalog.Catalog;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How a simulator starts: {@code SimulatorOptions.onDisk(directory).port(8090).key("secret", "5000.00")}. What is not
 * said keeps its default. Not safe for threads; read once by {@link ProviderSimulator#start}.
 */
public final class SimulatorOptions {

    /** The key that works unless others are configured. */
    public static final String DEFAULT_KEY = "sim_demo_key";

    /** The account that key belongs to. */
    public static final String DEFAULT_ACCOUNT = "waybill";

    private static final Duration LONGEST_DELAY = Duration.ofMinutes(10);
    private static final Duration LONGEST_SILENCE = Duration.ofHours(1);
    private static final int MOST_CONCURRENT = 100_000;

    @Nullable
    Path directory;

    String host = "127.0.0.1";
    int port;
    List<Account> accounts = List.of(Account.of(DEFAULT_ACCOUNT, DEFAULT_KEY, "1000000.00"));
    Set<String> orphanKeys = new HashSet<>();
    Catalog catalog = Catalog.demo();
    BigDecimal rate = new BigDecimal("120.00");
    boolean honoursIdempotency;
    Duration slowDelay = Duration.ofSeconds(3);
    Duration silenceLimit = Duration.ofMinutes(2);
    Duration dripPause = Duration.ofMillis(250);
    int maxConcurrent = 10_000;
    InstantSource clock = InstantSource.system();

    private SimulatorOptions() {}

    /** A book that is gone when the simulator closes. */
    public static SimulatorOptions inMemory() {
        return new SimulatorOptions();
    }

    /** A book kept in a directory, where it goes on after a restart or a kill. */
    public static SimulatorOptions onDisk(Path directory) {
        return new SimulatorOptions().directory(directory);
    }

    /** Where the book is kept; without one it lives in memory. */
    public SimulatorOptions directory(Path place) {
        directory = place;
        return this;
    }

    /**
     * The address to listen on, loopback by default. The operator routes ask for no key: do not open them to a network.
     */
    public SimulatorOptions host(String address) {
        host = address;
        return this;
    }

    /** 0, the default, takes a free port. */
    public SimulatorOptions port(int number) {
        port = (int) within(number, 0, 65_535, "port");
        return this;
    }

    /** One account with this key and opening balance in USD, in place of the default one. */
    public SimulatorOptions key(String key, String openingBalance) {
        return accounts(Account.of(DEFAULT_ACCOUNT, key, openingBalance));
    }

    /** The customers, in place of the default one. */
    public SimulatorOptions accounts(Account... customers) {
        within(customers.length, 1, 1_000, "accounts");
        accounts = List.of(customers);
        return this;
    }

    /** A key whose user is gone: {@code GET /me} answers 404 {@code user_not_found}. */
    public SimulatorOptions orphanKey(String key) {
        orphanKeys.add(key);
        return this;
    }

    public SimulatorOptions catalog(Catalog sold) {
        catalog = sold;
        return this;
    }

    /** BDT for one dollar, 120.00 by default. */
    public SimulatorOptions rate(BigDecimal bdtForOneDollar) {
        if (bdtForOneDollar.signum() <= 0) {
            throw new IllegalArgumentException("the rate is above zero, not " + bdtForOneDollar);
        }
        rate = bdtForOneDollar;
        return this;
    }

    /**
     * Whether a repeated {@code Idempotency-Key} of an account answers the original order and buys nothing. Off by
     * default, for the reference does not promise it; the book has the key in any case.
     */
    public SimulatorOptions honoursIdempotency(boolean honours) {
        honoursIdempotency = honours;
        return this;
    }

    /** How long slow answers take: 3 s by default, at most 10 minutes. */
    public SimulatorOptions slowDelay(Duration delay) {
        slowDelay = checkedDelay(delay);
        return this;
    }

    /**
     * When a connection that gets no answer is closed after all: 2 minutes by default, at most an hour. Make it longer
     * than the caller's patience; the server does not notice that a silent client left.
     */
    public SimulatorOptions silenceLimit(Duration limit) {
        within(limit.toMillis(), 1, LONGEST_SILENCE.toMillis(), "milliseconds of silence");
        silenceLimit = limit;
        return this;
    }

    /** Between two bytes of a dripping answer: 250 ms by default, at most 10 minutes. */
    public SimulatorOptions dripPause(Duration pause) {
        dripPause = checkedDelay(pause);
        return this;
    }

    /** Store requests in progress, 10,000 by default; more are answered 429. */
    public SimulatorOptions maxConcurrent(int requests) {
        maxConcurrent = (int) within(requests, 1, MOST_CONCURRENT, "concurrent requests");
        return this;
    }

    public SimulatorOptions clock(InstantSource source) {
        clock = source;
        return this;
    }

    static Duration checkedDelay(Duration delay) {
        within(delay.toMillis(), 0, LONGEST_DELAY.toMillis(), "milliseconds of delay");
        return delay;
    }

    private static long within(long value, long least, long most, String what) {
        if (value < least || value > most) {
            throw new IllegalArgumentException("%s: %d is not within %d and %d".formatted(what, value, least, most));
        }
        return value;
    }
}
