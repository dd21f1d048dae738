/** Queues of ready tasks: a worker's own, and the one that all share. */
@NullMarked
package io.interleave.queue;

import org.jspecify.annotations.NullMarked;
