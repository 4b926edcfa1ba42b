package io.waybill.fulfillment.line;

import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.github.resilience4j.core.IntervalFunction;
import io.github.resilience4j.retry.Retry;
import io.github.resilience4j.retry.RetryConfig;
import io.waybill.provider.Outcome;
import io.waybill.provider.Outcome.Bought;
import io.waybill.provider.Outcome.NotBought;
import io.waybill.provider.Outcome.Unknown;
import java.util.random.RandomGenerator;

/** Makes the circuit breakers, which judge by what is known of a call, and the retries of what never left. */
final class Breakers {
    private static final int MOST_DOUBLINGS = 20;

    private final CircuitBreakerConfig breakers;
    private final RetryConfig retries;

    Breakers(LineSettings settings, RandomGenerator random) {
        LineSettings.Breaker breaker = settings.breaker();
        this.breakers = CircuitBreakerConfig.custom()
                .slidingWindowType(CircuitBreakerConfig.SlidingWindowType.COUNT_BASED)
                .slidingWindowSize(breaker.window())
                .minimumNumberOfCalls(breaker.minimumCalls())
                .failureRateThreshold(breaker.failurePercent())
                .waitIntervalFunctionInOpenState(longerEachTime(breaker, random))
                .permittedNumberOfCallsInHalfOpenState(breaker.probes())
                .recordResult(outcome -> outcome instanceof Outcome known && isFailureOfProvider(known))
                .build();
        this.retries = RetryConfig.<Outcome>custom()
                .maxAttempts(settings.tries())
                .retryOnResult(Breakers::neverSent)
                .retryOnException(_ -> false)
                .intervalFunction(exponential(settings.tryAgainAfter().toMillis(), random))
                .build();
    }

    CircuitBreaker breaker(String name) {
        return CircuitBreaker.of(name, breakers);
    }

    Retry retry(String name) {
        return Retry.of(name, retries);
    }

    private static boolean neverSent(Outcome outcome) {
        return outcome instanceof NotBought notBought && notBought.reason() == NotBought.Reason.NEVER_SENT;
    }

    /** The provider's failure, as against an answer about one order. */
    static boolean isFailureOfProvider(Outcome outcome) {
        return switch (outcome) {
            case Bought _ -> false;
            case Unknown _ -> true;
            case NotBought notBought ->
                switch (notBought.reason()) {
                    case NO_FUNDS, PROVIDER_DOWN, NEVER_SENT -> true;
                    case OUT_OF_STOCK, INVALID_RECIPIENT, ITEM_GONE, REFUSED, BUSY -> false;
                };
        };
    }

    /**
     * The provider's failure whatever was to be bought, and surely nothing was: it can't be reached, refuses us, or our
     * balance there is used up.
     */
    static boolean isAway(Outcome outcome) {
        return outcome instanceof NotBought && isFailureOfProvider(outcome);
    }

    /** Doubles with each probe that failed, up to a bound; jitter keeps several workers from probing together. */
    private static IntervalFunction longerEachTime(LineSettings.Breaker breaker, RandomGenerator random) {
        long first = breaker.openFor().toMillis();
        long most = breaker.openAtMost().toMillis();
        return failed -> {
            long wait = failed > MOST_DOUBLINGS ? most : Math.min(most, first << (failed - 1));
            return Math.max(1, Math.round(wait * random.nextDouble(0.8, 1.0)));
        };
    }

    /** Doubles with each try; jitter keeps those that failed together from coming back together. */
    private static IntervalFunction exponential(long firstMillis, RandomGenerator random) {
        return tried -> Math.max(1, Math.round((firstMillis << (tried - 1)) * random.nextDouble(0.5, 1.5)));
    }
}
