/** Claims, and what the data say of them. */
@NullMarked
package io.interleave.claim;

import org.jspecify.annotations.NullMarked;
