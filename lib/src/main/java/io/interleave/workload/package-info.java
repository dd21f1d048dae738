/** Programs with one known answer each. */
@NullMarked
package io.interleave.workload;

import org.jspecify.annotations.NullMarked;
