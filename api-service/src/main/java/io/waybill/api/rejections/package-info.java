/** API failures: counted and kept, off the path of the requests, up to a stated bound. */
@NullMarked
package io.waybill.api.rejections;

import org.jspecify.annotations.NullMarked;
