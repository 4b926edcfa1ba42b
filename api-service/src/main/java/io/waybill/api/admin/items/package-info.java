/**
 * What is for sale, as the store's owner enters, prices and switches it; its stock of codes and rises of its cost have
 * rooms of their own.
 */
@NullMarked
package io.waybill.api.admin.items;

import org.jspecify.annotations.NullMarked;
