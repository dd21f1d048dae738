package io.interleave.workload;

import java.util.EnumMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.HdrHistogram.Histogram;

/**
 * Latencies of a few kinds, from very many tasks: a few shards, each with a histogram a kind under
 * its own lock. A histogram for each of ten thousand tasks would be gigabytes, one for all of them
 * a bottleneck.
 *
 * @param <K> the kinds
 */
final class Latencies<K extends Enum<K>> {
  private final Shard<K>[] shards;

  /** Of these kinds only: each takes 270 kB a shard. */
  @SuppressWarnings({"unchecked", "rawtypes"})
  Latencies(Class<K> all, Set<K> kinds) {
    int count = Integer.highestOneBit(2 * Runtime.getRuntime().availableProcessors());
    shards = IntStream.range(0, count).mapToObj(i -> new Shard<>(all, kinds)).toArray(Shard[]::new);
  }

  /** The shard that task or token {@code number} is to use. */
  Shard<K> shard(long number) {
    return shards[(int) number & (shards.length - 1)];
  }

  /** All shards in one, kinds with nothing left out; whoever recorded must have finished. */
  Map<K, Histogram> merged(Class<K> all) {
    var merged = new EnumMap<K, Histogram>(all);
    for (var shard : shards) {
      synchronized (shard) {
        shard.byKind.forEach((kind, histogram) -> merged.merge(kind, histogram, Latencies::sum));
      }
    }
    merged.values().removeIf(histogram -> histogram.getTotalCount() == 0);
    return merged;
  }

  private static Histogram sum(Histogram a, Histogram b) {
    a.add(b);
    return a;
  }

  /** A histogram a kind. Whoever records holds its monitor. */
  static final class Shard<K extends Enum<K>> {
    private final EnumMap<K, Histogram> byKind;

    private Shard(Class<K> all, Set<K> kinds) {
      byKind = new EnumMap<>(all);
      kinds.forEach(kind -> byKind.put(kind, Histograms.empty()));
    }

    void record(K kind, long ns) {
      var histogram = byKind.get(kind);
      if (histogram != null) {
        histogram.recordValue(Math.clamp(ns, 0, Histograms.CEILING_NS));
      }
    }
  }
}
