package io.interleave.figure;

import java.util.Locale;
import tech.tablesaw.api.Table;

/**
 * A figure: a question asked of a table of samples, answered by a drawing. Its class spells its
 * name ({@code latency-by-percentile} is {@code LatencyByPercentile}), and a public constructor
 * without arguments gives the usual form.
 */
public interface Figure {
  /** The name, as the command line and the files spell it. */
  default String name() {
    return getClass()
        .getSimpleName()
        .replaceAll("(?<=[a-z0-9])(?=[A-Z])", "-")
        .toLowerCase(Locale.ROOT);
  }

  /** What is shown, in a few words. */
  String title();

  /**
   * Draws it. Only timed rounds are drawn; what did not finish is named with its reason.
   *
   * @param samples one row a round, as the library's {@code samples()} gives them
   * @throws io.interleave.workload.InvalidInput when the table has no rows that this figure needs,
   *     or no font is installed
   */
  Drawing draw(Table samples);
}
