/**
 * Sweeps on Apache Spark: a process of its own beside the library's, with a class path of its own.
 */
package io.interleave.spark;
