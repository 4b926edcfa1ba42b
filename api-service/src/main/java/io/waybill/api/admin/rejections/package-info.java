/** What admins see of refused requests: the newest of them, and how many there were each day. */
@NullMarked
package io.waybill.api.admin.rejections;

import org.jspecify.annotations.NullMarked;
