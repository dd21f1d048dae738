package io.interleave.workload;

/** What one task counts and adds up: written by it alone, read by others behind by a few. */
interface Tally {
  /** Units so far. */
  long count();

  /** Exact when the task has ended. */
  long sum();
}
