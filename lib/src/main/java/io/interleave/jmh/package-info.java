/**
 * JMH micro-benchmarks of the schedulers' parts, and the door to them. The benchmarks themselves
 * stand under {@code lib/src/jmh}.
 */
@NullMarked
package io.interleave.jmh;

import org.jspecify.annotations.NullMarked;
