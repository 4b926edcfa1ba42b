/** The upstream providers as their owner enters, changes and watches them. */
@NullMarked
package io.waybill.api.admin.providers;

import org.jspecify.annotations.NullMarked;
