/**
 * The failure inbox: what failed, is held, or was bought after all, counted and listed, and what can be done about it.
 */
@NullMarked
package io.waybill.api.admin.failures;

import org.jspecify.annotations.NullMarked;
