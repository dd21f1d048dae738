/** The command line, for those without a browser. */
@NullMarked
package io.interleave.cli;

import org.jspecify.annotations.NullMarked;
