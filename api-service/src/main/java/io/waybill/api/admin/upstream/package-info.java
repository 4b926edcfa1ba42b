/** What an owner asks of a provider now: whether it answers, what it offers, and to import of it. */
@NullMarked
package io.waybill.api.admin.upstream;

import org.jspecify.annotations.NullMarked;
