package io.interleave.table;

import java.util.ArrayList;
import java.util.List;
import tech.tablesaw.api.Table;
import tech.tablesaw.columns.Column;

/** A table as text, for terminals: columns aligned, nothing cut but very long texts. */
public final class TextTable {
  private static final int LONGEST_TEXT = 120;

  private TextTable() {}

  /** Lines without trailing blanks: the names, then a line a row. */
  public static String text(Table table) {
    var columns = new ArrayList<List<String>>();
    for (Column<?> column : table.columns()) {
      var cells = new ArrayList<String>(List.of(column.name()));
      for (int row = 0; row < column.size(); row++) {
        String cell = column.getString(row);
        cells.add(cell.length() <= LONGEST_TEXT ? cell : cell.substring(0, LONGEST_TEXT) + "…");
      }
      int width = cells.stream().mapToInt(String::length).max().orElse(0);
      columns.add(cells.stream().map(c -> c + " ".repeat(width - c.length())).toList());
    }
    var lines = new ArrayList<String>();
    for (int row = 0; row <= table.rowCount(); row++) {
      int at = row;
      lines.add(String.join("  ", columns.stream().map(c -> c.get(at)).toList()).stripTrailing());
    }
    return String.join("\n", lines);
  }
}
