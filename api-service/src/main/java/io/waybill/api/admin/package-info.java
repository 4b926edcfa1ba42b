/**
 * What an owner does to the store, over HTTP. Every write goes through the {@link io.waybill.api.admin.AdminDesk}:
 * once, in one transaction, with its audit entries.
 */
@NullMarked
package io.waybill.api.admin;

import org.jspecify.annotations.NullMarked;
