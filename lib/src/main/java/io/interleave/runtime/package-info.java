/** What runs a workload: forked JVMs, native programs, and the contract they speak. */
@NullMarked
package io.interleave.runtime;

import org.jspecify.annotations.NullMarked;
