package io.interleave.figure;

import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.geom.Line2D;
import java.util.ArrayList;
import java.util.List;

/**
 * The legend: above the plots, where it hides no data, in as many rows as it takes. XChart's own
 * does not wrap.
 */
final class Key {
  private static final Font FONT = Style.font(7.2);
  private static final double SAMPLE = Style.points(18);
  private static final double GAP = Style.points(3);
  private static final double BETWEEN = Style.points(10);
  private static final double ROW = Style.points(10.5);

  /** One entry: a line, a mark, or both, and what it stands for. */
  private record Entry(String text, Look look, double line, boolean mark, boolean cross) {
    double width() {
      return (line > 0 ? SAMPLE : SAMPLE / 2) + GAP + Text.width(text, FONT);
    }
  }

  private final List<Entry> entries = new ArrayList<>();

  /** A line so many points thick (0: none), with or without a mark. */
  Key add(String text, Look look, double line, boolean mark) {
    entries.add(new Entry(text, look, line, mark, false));
    return this;
  }

  /** A cross: what did not finish. */
  Key addFailed() {
    entries.add(
        new Entry(
            "did not finish", new Look(Style.INK, Mark.CIRCLE, false, List.of()), 0, false, true));
    return this;
  }

  /** Entries row by row, as many as fit. */
  private List<List<Entry>> rows(double width) {
    var rows = new ArrayList<List<Entry>>();
    double used = Double.POSITIVE_INFINITY;
    for (var entry : entries) {
      if (used + BETWEEN + entry.width() > width) {
        rows.add(new ArrayList<>());
        used = -BETWEEN;
      }
      rows.getLast().add(entry);
      used += BETWEEN + entry.width();
    }
    return rows;
  }

  /** Its height in units, at this width. */
  double height(double width) {
    return entries.isEmpty() ? 0 : rows(width).size() * ROW + Style.points(3);
  }

  /** Draws it with its upper left corner here. */
  void paint(Graphics2D g, double left, double top, double width) {
    double y = top + ROW * 0.55;
    for (var row : rows(width)) {
      double x = left;
      for (var entry : row) {
        paint(g, entry, x, y);
        x += entry.width() + BETWEEN;
      }
      y += ROW;
    }
  }

  private static void paint(Graphics2D g, Entry entry, double x, double y) {
    double sample = entry.line() > 0 ? SAMPLE : SAMPLE / 2;
    if (entry.line() > 0) {
      g.setColor(entry.look().colour());
      g.setStroke(entry.look().stroke(entry.line()));
      g.draw(new Line2D.Double(x, y, x + sample, y));
    }
    if (entry.mark()) {
      Panel.drawMark(g, x + sample / 2, y, entry.look());
    }
    if (entry.cross()) {
      Panel.drawCross(g, x + sample / 2, y, entry.look().colour());
    }
    Text.draw(g, entry.text(), FONT, Style.INK, x + sample + GAP, y + Style.points(2.6), 0);
  }
}
