package io.interleave.figure;

import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.geom.AffineTransform;
import java.awt.geom.Rectangle2D;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.knowm.xchart.XYChart;

/**
 * A figure drawn: plots side by side, their legend above and what was measured below, at the size
 * it is printed.
 */
public final class Drawing {
  private static final Font NOTE = Style.font(7);
  private static final double NOTE_ROW = Style.points(9);
  private static final double EDGE = Style.points(4);

  private final String title;
  private final String note;
  private final List<Panel> panels;
  private final Key key;
  private final int width;
  private final int height;
  private final double left;
  private final double right;
  private final List<String> notes;

  /**
   * Lays it out.
   *
   * @param widthMm of the whole, in millimetres
   * @param plotMm height of the plots with their axes, in millimetres; legend and note come on top
   * @param left room for the names of rows left of a plot, in units
   * @param right room for values right of it, in units
   */
  Drawing(
      String title,
      String note,
      double widthMm,
      double plotMm,
      double left,
      double right,
      Key key,
      List<Panel> panels) {
    this.title = title;
    this.note = note;
    this.panels = List.copyOf(panels);
    this.key = key;
    this.left = left;
    this.right = right;
    width = (int) Math.round(Style.millimetres(widthMm));
    notes = Text.wrap(note, NOTE, width - 2 * EDGE);
    double below = notes.size() * NOTE_ROW + EDGE;
    height =
        (int) Math.ceil(EDGE + key.height(width - 2 * EDGE) + Style.millimetres(plotMm) + below);
  }

  /** What it shows, in a few words. Not painted: a paper's caption says it. */
  public String title() {
    return title;
  }

  /** What was measured and what the intervals are, as painted below the plots. */
  public String note() {
    return note;
  }

  /** Width in print, in millimetres. */
  public double widthMillimetres() {
    return width * 25.4 / Style.UNITS_PER_INCH;
  }

  /** Height in print, in millimetres. */
  public double heightMillimetres() {
    return height * 25.4 / Style.UNITS_PER_INCH;
  }

  /** The charts from left to right, with the drawn data as their series. */
  public List<XYChart> charts() {
    return panels.stream().map(Panel::chart).toList();
  }

  /** As SVG, the same bytes each time. */
  public String svg() {
    return Encoding.svg(this, width, height);
  }

  /** As PNG, 300 dots an inch. */
  public byte[] png() {
    return Encoding.png(this, width, height);
  }

  /** As PDF of one page, as large as the drawing. */
  public byte[] pdf() {
    return Encoding.pdf(this, width, height);
  }

  /**
   * Writes {@code name.svg}, {@code name.png} and {@code name.pdf}.
   *
   * @param folder made when it is missing
   * @return the three files
   * @throws IOException when they can't be written
   */
  public List<Path> save(Path folder, String name) throws IOException {
    Files.createDirectories(folder);
    return List.of(
        Files.write(folder.resolve(name + ".svg"), svg().getBytes(StandardCharsets.UTF_8)),
        Files.write(folder.resolve(name + ".png"), png()),
        Files.write(folder.resolve(name + ".pdf"), pdf()));
  }

  /** Paints all of it from (0, 0), in units of 1/300 inch. */
  void paint(Graphics2D g) {
    g.setColor(Color.WHITE);
    g.fill(new Rectangle2D.Double(0, 0, width, height));
    double top = EDGE + key.height(width - 2 * EDGE);
    double bottom = notes.size() * NOTE_ROW + EDGE;
    int each = (int) ((width - left - right) / panels.size());
    for (int i = 0; i < panels.size(); i++) {
      AffineTransform before = g.getTransform();
      g.translate(left + i * each, top);
      panels.get(i).chart().paint(g, each, (int) (height - top - bottom));
      g.setTransform(before);
    }
    key.paint(g, EDGE, EDGE, width - 2 * EDGE);
    for (int i = 0; i < notes.size(); i++) {
      Text.draw(
          g, notes.get(i), NOTE, Style.FAINT, EDGE, height - bottom + (i + 0.7) * NOTE_ROW, 0);
    }
  }
}
