package io.interleave.figure;

import io.interleave.workload.Catalog;
import io.interleave.workload.Named;
import tech.tablesaw.api.Table;

/**
 * A figure: a question asked of a table of samples, answered by a drawing. Its class spells its
 * name ({@code latency-by-percentile} is {@code LatencyByPercentile}), and a public constructor
 * without arguments gives the usual form.
 */
public interface Figure extends Named {
  /** All of them. */
  Catalog<Figure> CATALOG = Catalog.of(Figure.class);

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
