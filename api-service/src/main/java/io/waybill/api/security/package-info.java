/** Who may call what: keys, scopes, networks. Deny by default. */
@NullMarked
package io.waybill.api.security;

import org.jspecify.annotations.NullMarked;
