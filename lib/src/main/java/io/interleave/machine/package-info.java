/** Machines that run tasks under a policy. */
@NullMarked
package io.interleave.machine;

import org.jspecify.annotations.NullMarked;
