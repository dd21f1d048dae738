/** What a task is made of: the lowest layer, which imports none of the others. */
@NullMarked
package io.interleave.task;

import org.jspecify.annotations.NullMarked;
