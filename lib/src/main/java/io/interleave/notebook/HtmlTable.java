package io.interleave.notebook;

import tech.tablesaw.api.ColumnType;
import tech.tablesaw.api.Table;
import tech.tablesaw.columns.Column;

/**
 * A table as HTML: figures to the right, long texts cut, and no more rows than a reader would
 * scroll through.
 */
final class HtmlTable {
  private static final int MOST_ROWS = 60;
  private static final int LONGEST_TEXT = 120;

  private HtmlTable() {}

  static String html(Table table) {
    var html = new StringBuilder("<table>\n<thead><tr>");
    table.columns().forEach(c -> html.append("<th>").append(escaped(c.name())).append("</th>"));
    html.append("</tr></thead>\n<tbody>\n");
    int rows = Math.min(MOST_ROWS, table.rowCount());
    for (int row = 0; row < rows; row++) {
      html.append("<tr>");
      for (Column<?> column : table.columns()) {
        html.append(
                isNumber(column)
                    ? "<td style=\"text-align:right\">"
                    : "<td style=\"text-align:left\">")
            .append(escaped(column.getString(row)))
            .append("</td>");
      }
      html.append("</tr>\n");
    }
    html.append("</tbody></table>\n");
    if (rows < table.rowCount()) {
      html.append("<p>%d of %d rows</p>%n".formatted(rows, table.rowCount()));
    }
    return html.toString();
  }

  private static boolean isNumber(Column<?> column) {
    return !column.type().equals(ColumnType.STRING);
  }

  private static String escaped(String text) {
    String cut = text.length() <= LONGEST_TEXT ? text : text.substring(0, LONGEST_TEXT) + "…";
    return cut.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;");
  }
}
