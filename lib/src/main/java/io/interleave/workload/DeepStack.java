package io.interleave.workload;

import static io.interleave.workload.SplitMix.GAMMA;
import static io.interleave.workload.SplitMix.mix;

import java.util.List;
import java.util.stream.LongStream;

/**
 * A stack that has to grow: a task calls itself so many frames deep, twice. What the second call
 * takes less is what growth cost the first.
 *
 * @param values the parameters; see {@link #PARAMETERS}
 */
public record DeepStack(Values values) implements Workload {
  /** All parameters, with their ranges. */
  public static final List<Parameter> PARAMETERS =
      List.of(
          Parameter.integer("depth", 100, 1, 1_000_000, "frames deep, eight words in each"),
          Parameter.integer("tasks", 1, 1, 1_000_000, "tasks that do it at once"),
          Parameter.integer("ticker", 0, 0, 1, "1: a ticker of 1 ms wants to run beside"),
          Parameter.unsigned("seed", 42, "of all words"));

  /** One task, 100 frames. */
  public DeepStack() {
    this(Values.defaults(PARAMETERS));
  }

  @Override
  public String about() {
    return "deep calls, twice: what a growing stack costs the first";
  }

  @Override
  public DeepStack with(String name, String value) {
    return new DeepStack(values.with(name, value));
  }

  /** This many frames deep. */
  public DeepStack depth(long n) {
    return with("depth", Long.toString(n));
  }

  /** In this many tasks at once. */
  public DeepStack tasks(long n) {
    return with("tasks", Long.toString(n));
  }

  /** 1: with a ticker of 1 ms beside. */
  public DeepStack ticker(long n) {
    return with("ticker", Long.toString(n));
  }

  /** With this seed. */
  public DeepStack seed(long seed) {
    return with("seed", Long.toUnsignedString(seed));
  }

  @Override
  public long answer() {
    long seed = values.number("seed");
    return LongStream.range(0, values.number("tasks"))
        .parallel()
        .map(i -> folded(seed + i * GAMMA))
        .sum();
  }

  private long folded(long seed) {
    long acc = seed;
    for (long frame = values.number("depth") - 1; frame >= 0; frame--) {
      for (long j = 0; j < 8; j++) {
        acc = mix(acc ^ mix(seed + 8 * frame + j));
      }
    }
    return acc;
  }

  @Override
  public long deliveries() {
    return 2 * values.number("tasks");
  }

  @Override
  public long tasks() {
    return values.number("tasks");
  }
}
