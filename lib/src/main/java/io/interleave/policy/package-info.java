/** Scheduling policies: which task runs next, where, and who is woken for it. */
@NullMarked
package io.interleave.policy;

import org.jspecify.annotations.NullMarked;
