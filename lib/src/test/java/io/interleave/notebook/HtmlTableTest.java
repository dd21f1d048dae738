package io.interleave.notebook;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

class HtmlTableTest {
  @Test
  void figuresStandToTheRightAndNothingIsTakenForMarkup() {
    var table =
        Table.create(
            StringColumn.create("<who>", "a & b", "<script>"), IntColumn.create("n", 1, 20));
    assertThat(HtmlTable.html(table))
        .contains("<th>&lt;who&gt;</th>", "<td style=\"text-align:left\">a &amp; b</td>")
        .contains("<td style=\"text-align:right\">20</td>", "&lt;script&gt;")
        .doesNotContain("<script>", "rows</p>");
  }

  @Test
  void aLongTableAndALongTextAreCutAndTheTableSaysSo() {
    var table =
        Table.create(
            IntColumn.create("n", IntStream.range(0, 1000).toArray()),
            StringColumn.create("text", IntStream.range(0, 1000).mapToObj(_ -> "x".repeat(500))));
    String html = HtmlTable.html(table);
    assertThat(html).contains("60 of 1000 rows").doesNotContain("x".repeat(121));
    assertThat(html.split("<tr>")).hasSize(62);
  }
}
