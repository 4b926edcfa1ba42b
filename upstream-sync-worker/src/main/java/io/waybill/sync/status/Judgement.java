package io.waybill.sync.status;

import io.waybill.order.Step;
import org.jspecify.annotations.Nullable;

/**
 * What an answer about a followed order means.
 *
 * @param step that the order takes; null: it stays where it is
 * @param unclear the answer proves nothing
 */
record Judgement(@Nullable Step step, boolean unclear) {}
