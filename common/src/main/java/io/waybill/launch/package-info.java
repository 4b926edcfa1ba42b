/**
 * What every service needs before it starts: its settings, named if one is missing, and threads that can load classes.
 */
@NullMarked
package io.waybill.launch;

import org.jspecify.annotations.NullMarked;
