package io.interleave.figure;

import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * SVG made small, and fit to stand in a page: numbers to a tenth of a unit (8 µm in print), paths
 * in relative coordinates, the size in millimetres, title and description for those who can't see
 * it.
 */
final class SvgText {
  private static final Pattern HEAD = Pattern.compile("(?s)\\A.*?<svg [^>]*>");
  private static final Pattern PATH = Pattern.compile(" d=\"([^\"]*)\"");
  private static final Pattern NUMBER = Pattern.compile("-?\\d+\\.\\d{2,}");
  private static final Pattern TOKEN = Pattern.compile("[MLQCZ]|-?[0-9.]+(?:E-?[0-9]+)?");

  private static final Pattern COLOUR = Pattern.compile("rgb\\((\\d+),(\\d+),(\\d+)\\)");

  private SvgText() {}

  static String compact(String svg, Drawing drawing) {
    String body = HEAD.matcher(svg).replaceFirst("");
    body = PATH.matcher(body).replaceAll(m -> " d=\"" + relative(m.group(1)) + "\"");
    body =
        NUMBER
            .matcher(body)
            .replaceAll(m -> tenths(Math.round(10 * Double.parseDouble(m.group()))));
    body = COLOUR.matcher(body).replaceAll(SvgText::hexadecimal);
    return head(drawing) + body.replaceAll(">\\s+<", "><").replace("stroke-miterlimit:10;", "");
  }

  private static String head(Drawing drawing) {
    long width = Math.round(drawing.widthMillimetres() / 25.4 * Style.UNITS_PER_INCH);
    long height = Math.round(drawing.heightMillimetres() / 25.4 * Style.UNITS_PER_INCH);
    return """
    <svg xmlns="http://www.w3.org/2000/svg" version="1.1" width="%smm" height="%smm" viewBox="0 0 %d %d" role="img">\
    <title>%s</title><desc>%s</desc>\
    """
        .formatted(
            tenths(Math.round(10 * drawing.widthMillimetres())),
            tenths(Math.round(10 * drawing.heightMillimetres())),
            width,
            height,
            escaped(drawing.title()),
            escaped(drawing.note()));
  }

  private static String hexadecimal(MatchResult rgb) {
    return "#%02x%02x%02x"
        .formatted(
            Integer.parseInt(rgb.group(1)),
            Integer.parseInt(rgb.group(2)),
            Integer.parseInt(rgb.group(3)));
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }

  /**
   * The same path in relative commands. Differences are taken between rounded places, so that
   * errors don't add up.
   */
  private static String relative(String path) {
    var out = new StringBuilder();
    char command = 'M';
    long[] at = new long[2];
    long[] start = new long[2];
    long[] next = new long[2];
    int taken = 0;
    for (var token : (Iterable<MatchResult>) TOKEN.matcher(path).results()::iterator) {
      char first = token.group().charAt(0);
      if (Character.isLetter(first)) {
        command = first;
        taken = 0;
        out.append(Character.toLowerCase(first));
        at = command == 'Z' ? start.clone() : at;
        continue;
      }
      next[taken % 2] = Math.round(10 * Double.parseDouble(token.group()));
      append(out, next[taken % 2] - at[taken % 2]);
      taken++;
      if (taken == coordinates(command)) {
        at = next.clone();
        start = command == 'M' ? at.clone() : start;
        taken = 0;
      }
    }
    return out.toString();
  }

  private static int coordinates(char command) {
    return command == 'C' ? 6 : command == 'Q' ? 4 : 2;
  }

  private static void append(StringBuilder out, long tenths) {
    boolean digitBefore = !out.isEmpty() && !Character.isLetter(out.charAt(out.length() - 1));
    out.append(digitBefore && tenths >= 0 ? " " : "").append(tenths(tenths));
  }

  /** A number of tenths as a decimal without needless characters. */
  private static String tenths(long tenths) {
    String sign = tenths < 0 ? "-" : "";
    long whole = Math.abs(tenths) / 10;
    long fraction = Math.abs(tenths) % 10;
    return sign
        + (whole == 0 && fraction != 0 ? "" : whole)
        + (fraction == 0 ? "" : "." + fraction);
  }
}
