package io.waybill.checks;

import java.time.OffsetDateTime;

/**
 * The snapshot that a run proves.
 *
 * @param depth what was asked for
 * @param whole whether everything is proved from its beginning, as in a full run and in a small store
 * @param at when it was taken, by the database's clock
 * @param snapshot names it
 * @param oldestTx no transaction older than this is running any more
 * @param newest the newest rows that are seen
 * @param orders how many there are, or about so many
 * @param mostChanges so many changes of each kind are proved; the rest is left to the next run
 */
record Moment(
        Depth depth,
        boolean whole,
        OffsetDateTime at,
        String snapshot,
        String oldestTx,
        Marks newest,
        long orders,
        int mostChanges) {}
