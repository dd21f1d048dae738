package io.interleave.workload;

import io.interleave.task.Worker;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/**
 * Latencies of a few kinds, from very many tasks. Where a task knows the worker that polls it, that
 * one has histograms of its own; else there are a few shards, each under its own lock. A histogram
 * for each of ten thousand tasks would be gigabytes, one for all of them a bottleneck.
 *
 * @param <K> the kinds
 */
final class Latencies<K extends Enum<K>> {
  private final Class<K> all;
  private final Set<K> kinds;
  private final Shard<K>[] shards;
  private volatile Shard<K>[] workers; // by index; it grows, and what is in it stays

  /** Of these kinds only: each takes 270 kB a shard. */
  @SuppressWarnings({"unchecked", "rawtypes"})
  Latencies(Class<K> all, Set<K> kinds) {
    this.all = all;
    this.kinds = kinds;
    int count = Integer.highestOneBit(2 * Runtime.getRuntime().availableProcessors());
    shards = IntStream.range(0, count).mapToObj(i -> new Shard<>(all, kinds)).toArray(Shard[]::new);
    workers = new Shard[0];
  }

  /** The shard that task or token {@code number} is to use, under its monitor. */
  Shard<K> shard(long number) {
    return shards[(int) number & (shards.length - 1)];
  }

  /**
   * The shard that this worker alone uses; all workers of a machine that is one thread share it.
   */
  Shard<K> of(Worker worker) {
    int index = worker.machine.hasOneThread() ? 0 : worker.index;
    var now = workers;
    return index < now.length ? now[index] : grow(index);
  }

  private synchronized Shard<K> grow(int index) {
    var more = Arrays.copyOf(workers, Math.max(workers.length, index + 1));
    for (int i = workers.length; i < more.length; i++) {
      more[i] = new Shard<>(all, kinds);
    }
    workers = more;
    return more[index];
  }

  /** All shards in one, kinds with nothing left out; whoever recorded must have finished. */
  Map<K, Histogram> merged() {
    var merged = new EnumMap<K, Histogram>(all);
    for (var shard : Stream.concat(Stream.of(shards), Stream.of(workers)).toList()) {
      synchronized (shard) {
        for (K kind : kinds) {
          merged.merge(kind, shard.of(kind), Latencies::sum);
        }
      }
    }
    merged.values().removeIf(histogram -> histogram.getTotalCount() == 0);
    return merged;
  }

  private static Histogram sum(Histogram a, Histogram b) {
    a.add(b);
    return a;
  }

  /** A histogram a kind. Whoever records is its only user, or holds its monitor. */
  static final class Shard<K extends Enum<K>> {
    private final @Nullable Histogram[] byKind;

    private Shard(Class<K> all, Set<K> kinds) {
      byKind = new Histogram[all.getEnumConstants().length];
      kinds.forEach(kind -> byKind[kind.ordinal()] = Histograms.empty());
    }

    private Histogram of(K kind) {
      return java.util.Objects.requireNonNull(byKind[kind.ordinal()]);
    }

    void record(K kind, long ns) {
      var histogram = byKind[kind.ordinal()];
      if (histogram != null) {
        histogram.recordValue(Math.clamp(ns, 0, Histograms.CEILING_NS));
      }
    }
  }
}
