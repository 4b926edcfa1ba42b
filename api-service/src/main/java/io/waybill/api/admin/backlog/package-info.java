/** How much work waits for the workers: figures for whoever scales them. */
@NullMarked
package io.waybill.api.admin.backlog;

import org.jspecify.annotations.NullMarked;
