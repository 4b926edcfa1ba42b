package io.waybill.fulfillment.line;

/**
 * A worker's part of what providers allow. The shares of all workers add up to the whole; a share never grows with the
 * number of workers, nor with the rank.
 *
 * @param rank of this worker among them, from 0: what can't be divided goes to the first
 * @param workers that share; 0 = this one has no part yet
 */
public record Share(int rank, int workers) {
    public static final Share NONE = new Share(0, 0);

    /** This worker's part of a limit, which may be nothing. */
    int of(int limit) {
        return workers == 0 || rank >= limit ? 0 : Math.ceilDiv(limit - rank, workers);
    }
}
