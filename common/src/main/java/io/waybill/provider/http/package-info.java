/**
 * What adapters that speak HTTP and JSON share: a request that is sent once, an answer that is bounded, and its
 * evidence.
 */
@NullMarked
package io.waybill.provider.http;

import org.jspecify.annotations.NullMarked;
