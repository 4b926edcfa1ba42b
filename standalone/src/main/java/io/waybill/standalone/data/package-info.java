/** The data folder: who has it, the secrets kept in it, and the file that tells how to get in. */
@NullMarked
package io.waybill.standalone.data;

import org.jspecify.annotations.NullMarked;
