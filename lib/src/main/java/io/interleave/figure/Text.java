package io.interleave.figure;

import io.interleave.workload.InvalidInput;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.font.FontRenderContext;
import java.awt.font.TextLayout;
import java.awt.geom.AffineTransform;
import java.util.ArrayList;
import java.util.List;

/** Text as outlines: a file looks the same where its font is missing. */
final class Text {
  private static final FontRenderContext EXACT = new FontRenderContext(null, true, true);

  private Text() {}

  /**
   * Draws a line of text with its baseline at {@code y}; {@code align} 0 puts {@code x} at its
   * left, 1 at its right.
   */
  static void draw(
      Graphics2D g, String text, Font font, Color colour, double x, double y, double align) {
    if (text.isEmpty()) {
      return;
    }
    var layout = layout(text, font);
    g.setColor(colour);
    g.fill(
        layout.getOutline(
            AffineTransform.getTranslateInstance(x - align * layout.getAdvance(), y)));
  }

  static double width(String text, Font font) {
    return text.isEmpty() ? 0 : layout(text, font).getAdvance();
  }

  /** The words in lines no wider than {@code width} units, unless a word alone is. */
  static List<String> wrap(String text, Font font, double width) {
    var lines = new ArrayList<String>();
    var line = new StringBuilder();
    for (var word : text.split(" ", -1)) {
      if (!line.isEmpty() && width(line + " " + word, font) > width) {
        lines.add(line.toString());
        line.setLength(0);
      }
      line.append(line.isEmpty() ? "" : " ").append(word);
    }
    if (!line.toString().isBlank()) {
      lines.add(line.toString());
    }
    return lines;
  }

  /**
   * All text passes here, so that a machine without fonts is told of it once and clearly: AWT's own
   * errors name neither cause nor cure, and differ from the first time to the second.
   */
  private static TextLayout layout(String text, Font font) {
    try {
      return new TextLayout(text, font, EXACT);
    } catch (LinkageError | InternalError | RuntimeException e) {
      throw new InvalidInput(
          "no font to draw with (%s): install one and fontconfig (Debian, Ubuntu: apt-get install fontconfig fonts-dejavu-core)"
              .formatted(e.getMessage()));
    }
  }
}
