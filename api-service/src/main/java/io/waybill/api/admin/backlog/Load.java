package io.waybill.api.admin.backlog;

/**
 * What a provider has to do, and how fast it does it.
 *
 * @param due orders that a worker may take now
 * @param meanMillis how long a purchase keeps a worker busy
 * @param concurrency purchases at a time, in one worker
 * @param rateLimit purchases a second, of one worker; 0 = no limit
 */
record Load(long due, long meanMillis, int concurrency, int rateLimit) {
    private static final long MILLIS = 1000;

    /** Seconds that one worker needs for it, rounded up: no faster than its concurrency, nor than the rate limit. */
    long workSeconds() {
        long byConcurrency = Math.ceilDiv(due * meanMillis, (long) concurrency * MILLIS);
        long byRate = rateLimit == 0 ? 0 : Math.ceilDiv(due, (long) rateLimit);
        return Math.max(byConcurrency, byRate);
    }
}
