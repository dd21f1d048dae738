package io.interleave.figure;

import java.awt.Graphics2D;

/** Something drawn on a panel's plot. */
@FunctionalInterface
interface Ink {
  /** Draws it; {@code frame} tells where a value stands. */
  void paint(Graphics2D g, Frame frame);
}
