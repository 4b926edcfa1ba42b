/** Reading requests strictly: bodies, fields, query parameters. What is wrong is named by field. */
@NullMarked
package io.waybill.api.input;

import org.jspecify.annotations.NullMarked;
