/** The service that takes orders and answers resellers. */
@NullMarked
package io.waybill.api;

import org.jspecify.annotations.NullMarked;
