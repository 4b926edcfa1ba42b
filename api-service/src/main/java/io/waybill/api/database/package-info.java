/** Who has which of an instance's connections to the database. */
@NullMarked
package io.waybill.api.database;

import org.jspecify.annotations.NullMarked;
