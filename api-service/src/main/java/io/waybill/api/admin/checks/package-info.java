/** The auditor's list over HTTP and as metrics, and the rounds that it makes by itself. */
@NullMarked
package io.waybill.api.admin.checks;

import org.jspecify.annotations.NullMarked;
