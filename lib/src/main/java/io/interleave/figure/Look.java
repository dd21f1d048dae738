package io.interleave.figure;

import java.awt.BasicStroke;
import java.awt.Color;
import java.util.List;

/**
 * How one series looks.
 *
 * @param colour of its line and points
 * @param mark the shape of its points
 * @param hollow points filled with white: the runtime has settings other than its defaults
 * @param dashes lengths on and off in points; empty for a solid line
 */
record Look(Color colour, Mark mark, boolean hollow, List<Float> dashes) {
  /** A line of this look, so many points thick. */
  BasicStroke stroke(double points) {
    return stroke(points, dashes);
  }

  static BasicStroke stroke(double points, List<Float> dashes) {
    float width = (float) Style.points(points);
    if (dashes.isEmpty()) {
      return new BasicStroke(width, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND);
    }
    float[] lengths = new float[dashes.size()];
    for (int i = 0; i < lengths.length; i++) {
      lengths[i] = (float) Style.points(dashes.get(i));
    }
    return new BasicStroke(width, BasicStroke.CAP_BUTT, BasicStroke.JOIN_ROUND, 10, lengths, 0);
  }

  /** The same with other dashes. */
  Look dashed(List<Float> others) {
    return new Look(colour, mark, hollow, others);
  }
}
