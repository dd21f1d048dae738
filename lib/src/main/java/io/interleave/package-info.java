/** The laboratory's front door: {@link io.interleave.Interleave}. */
@NullMarked
package io.interleave;

import org.jspecify.annotations.NullMarked;
