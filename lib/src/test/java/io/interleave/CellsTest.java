package io.interleave;

import static org.assertj.core.api.Assertions.assertThat;

import io.interleave.runtime.Home;
import java.nio.file.Files;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import tech.tablesaw.api.Row;
import tech.tablesaw.api.Table;

/** The contract's table of cells is what the runtimes say themselves. */
class CellsTest {
  /** One policy stands for all: what runs depends on the representation alone. */
  private static boolean told(String runtime) {
    return !runtime.contains(":") || runtime.startsWith("live:go/");
  }

  private static String markdown(Table cells) {
    return Stream.concat(
            Stream.of(
                line(cells.columnNames().stream()),
                line(cells.columnNames().stream().map(_ -> "-"))),
            cells.stream()
                .filter(row -> told(row.getString("runtime")))
                .map(row -> line(cells.columnNames().stream().map(name -> cell(row, name)))))
        .collect(Collectors.joining("\n"));
  }

  private static String cell(Row row, String column) {
    String text = row.getString(column);
    return column.equals("runtime") || text.equals("yes") ? text : "–";
  }

  private static String line(Stream<String> cells) {
    return cells.collect(Collectors.joining(" | ", "| ", " |"));
  }

  @Test
  void theContractTellsWhichRuntimeRunsWhichWorkload() throws Exception {
    var contract = Files.readString(Home.find().natives().resolve("CONTRACT.md"));
    assertThat(contract).contains(markdown(Interleave.open().cells()));
  }
}
