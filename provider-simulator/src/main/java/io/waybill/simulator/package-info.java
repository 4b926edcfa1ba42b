/**
 * An upstream provider to buy from: a real HTTP server that speaks the store API and the SMM panel API, keeps its own
 * books, and misbehaves in every way a recipient asks for.
 */
@NullMarked
package io.waybill.simulator;

import org.jspecify.annotations.NullMarked;
