package io.waybill.api.rejections;

import io.micrometer.core.instrument.MeterRegistry;
import io.waybill.account.ApiKey;
import io.waybill.api.http.Exchange;
import io.waybill.api.http.Failure;
import io.waybill.api.http.FailureListener;
import io.waybill.api.schedule.Repeater;
import io.waybill.error.ErrorCode;
import java.time.Duration;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/**
 * Takes refusals from the requests' threads without ever holding them up, and writes them in batches. When the queue is
 * full a refusal is only counted. Of refusals that say nothing but "not now", which come in floods, each key's first in
 * an interval is kept: they would push out all others, and keep the database busy when it is busiest. What waits at a
 * crash is lost: these are figures, not money. Thread-safe.
 */
final class RejectionRecorder implements FailureListener, SmartLifecycle {
    private static final Logger log = LoggerFactory.getLogger(RejectionRecorder.class);
    private static final Duration INTERVAL = Duration.ofMillis(500);
    private static final int MAX_PATH = 256;
    private static final int MAX_MESSAGE = 500;
    private static final int MAX_BODY = 2000;
    private static final int MAX_METHOD = 16;

    private final JdbcRejections rejections;
    private final RejectionSettings settings;
    private final InstantSource clock;
    private final MeterRegistry metrics;
    private final BlockingQueue<Rejection> queue;
    private final Set<Flood> floods = ConcurrentHashMap.newKeySet();
    private final Map<ErrorCode, LongAdder> counts = new EnumMap<>(ErrorCode.class);
    private volatile @Nullable Repeater writer;
    private int sinceTrim;

    RejectionRecorder(
            JdbcRejections rejections, RejectionSettings settings, InstantSource clock, MeterRegistry metrics) {
        this.rejections = rejections;
        this.settings = settings;
        this.clock = clock;
        this.metrics = metrics;
        this.queue = new ArrayBlockingQueue<>(settings.queue());
        for (ErrorCode code : ErrorCode.values()) {
            counts.put(code, new LongAdder());
        }
    }

    @Override
    public void failed(Exchange exchange, Failure failure, Exchange.Subject subject) {
        ErrorCode code = failure.refusal().code();
        adder(code).increment();
        metrics.counter("waybill.api.failures", "error", code.wire()).increment();
        if (isOneOfAFlood(code, exchange)
                || queue.remainingCapacity() == 0
                || !queue.offer(rejection(exchange, failure, subject))) {
            metrics.counter("waybill.api.failures.not.kept").increment();
        }
    }

    private boolean isOneOfAFlood(ErrorCode code, Exchange exchange) {
        if (code != ErrorCode.RATE_LIMITED && code != ErrorCode.UNAVAILABLE) {
            return false;
        }
        ApiKey caller = exchange.callerIfKnown();
        return !floods.add(new Flood(code, caller == null ? 0 : caller.id()));
    }

    private LongAdder adder(ErrorCode code) {
        LongAdder adder = counts.get(code);
        if (adder == null) {
            throw new IllegalStateException("no counter for " + code);
        }
        return adder;
    }

    private Rejection rejection(Exchange exchange, Failure failure, Exchange.Subject subject) {
        ApiKey caller = exchange.callerIfKnown();
        String body = subject.maskedBody();
        return new Rejection(
                exchange.requestId(),
                clock.instant(),
                caller == null ? null : caller.account().id(),
                caller == null ? null : caller.id(),
                Masking.masked(exchange.request().getMethod(), MAX_METHOD),
                Masking.masked(exchange.request().getRequestURI(), MAX_PATH),
                subject.itemId(),
                failure.refusal().code().httpStatus(),
                failure.refusal().code().wire(),
                Masking.masked(failure.refusal().message(), MAX_MESSAGE),
                body == null ? null : Masking.masked(body, MAX_BODY));
    }

    @Override
    public void start() {
        writer = Repeater.start("rejections", INTERVAL, this::write);
    }

    /** Writes what still waits. */
    @Override
    public void stop() {
        Repeater running = writer;
        if (running != null) {
            running.close();
            writer = null;
            writeTheLast();
        }
    }

    @Override
    public boolean isRunning() {
        return writer != null;
    }

    /** Stops after the web server. */
    @Override
    public int getPhase() {
        return 0;
    }

    private void writeTheLast() {
        try {
            write();
        } catch (RuntimeException e) {
            log.atWarn().addKeyValue("cause", e.toString()).log("the last refused requests were not written");
        }
    }

    private void write() {
        floods.clear();
        writeCounts();
        writeQueued();
        trim();
    }

    private void writeCounts() {
        Map<String, Long> added = new HashMap<>();
        counts.forEach((code, adder) -> {
            long number = adder.sumThenReset();
            if (number > 0) {
                added.put(code.wire(), number);
            }
        });
        if (added.isEmpty()) {
            return;
        }
        try {
            rejections.count(LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC), added);
        } catch (RuntimeException e) {
            counts.forEach((code, adder) -> adder.add(added.getOrDefault(code.wire(), 0L)));
            throw e;
        }
    }

    private void writeQueued() {
        List<Rejection> batch = new ArrayList<>();
        while (queue.drainTo(batch, settings.batch()) > 0) {
            rejections.insert(batch);
            sinceTrim += batch.size();
            batch.clear();
        }
    }

    private void trim() {
        if (sinceTrim > settings.keep() / 100) {
            while (rejections.trim(settings.keep(), settings.batch()) == settings.batch()) {
                log.atDebug().log("trimmed refused requests");
            }
            sinceTrim = 0;
        }
    }

    /** @param keyId 0 if the caller is not known */
    private record Flood(ErrorCode code, long keyId) {}
}
