/** What is drawn: one file a figure. Whatever draws reads tables and measures nothing. */
@NullMarked
package io.interleave.figure;

import org.jspecify.annotations.NullMarked;
