/** What makes tables, figures and progress show themselves in a JJava notebook. */
@NullMarked
package io.interleave.notebook;

import org.jspecify.annotations.NullMarked;
