/** Samples as tables, and what may be said of them: medians, intervals, ratios. */
@NullMarked
package io.interleave.table;

import org.jspecify.annotations.NullMarked;
