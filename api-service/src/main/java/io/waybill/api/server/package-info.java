/** Teaches the web server the habits of every route: who refuses, and how, a client can't tell. */
@NullMarked
package io.waybill.api.server;

import org.jspecify.annotations.NullMarked;
