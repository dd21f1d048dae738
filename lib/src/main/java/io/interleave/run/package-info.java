/** What is measured, in which order, and what is kept of it. */
@NullMarked
package io.interleave.run;

import org.jspecify.annotations.NullMarked;
