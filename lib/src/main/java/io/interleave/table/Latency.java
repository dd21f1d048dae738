package io.interleave.table;

import io.interleave.run.ForkRecord.RoundRecord;
import io.interleave.workload.Histograms;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.HdrHistogram.Histogram;

/** Which histogram answers which question about a round's latency. */
final class Latency {
  private static final List<String> JUDGED =
      List.of("token", "hop", "hop_drain", "request", "late", "first_call");

  private static final List<String> HOPS = List.of("hop", "hop_drain");

  private Latency() {}

  /**
   * A histogram by its name in the contract; empty when the round has none or nothing was recorded.
   */
  static Optional<Histogram> of(RoundRecord round, String name) {
    return Optional.ofNullable(round.histograms().get(name))
        .map(Histograms::decode)
        .filter(h -> h.getTotalCount() > 0);
  }

  /**
   * The round's latency: of tokens from their intended start in the open loop, of hops in the
   * closed. There the tail is taken before the first retirement, since afterwards fewer tokens are
   * under way; only when nothing was recorded before it, of all. Other workloads have one histogram
   * that counts: of requests, of what came late, of first calls.
   */
  static Optional<Histogram> judged(RoundRecord round) {
    return recorded(round, JUDGED).findFirst();
  }

  /** Those of all hops that a tail is taken of; in the open loop every one. */
  static Optional<Histogram> judgedHops(RoundRecord round) {
    return recorded(round, HOPS).findFirst();
  }

  /**
   * All hops, those after the first retirement too: what the mean of Little's law is taken over.
   */
  static Optional<Histogram> allHops(RoundRecord round) {
    return merged(recorded(round, HOPS).toList());
  }

  private static Stream<Histogram> recorded(RoundRecord round, List<String> names) {
    return names.stream().map(name -> of(round, name)).flatMap(Optional::stream);
  }

  /** The sum of several; empty when there are none. */
  static Optional<Histogram> merged(List<Histogram> histograms) {
    if (histograms.isEmpty()) {
      return Optional.empty();
    }
    Histogram all = Histograms.empty();
    histograms.forEach(all::add);
    return Optional.of(all);
  }
}
