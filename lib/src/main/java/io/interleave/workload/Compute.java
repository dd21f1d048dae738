package io.interleave.workload;

import static io.interleave.workload.SplitMix.mix;

import java.util.List;
import java.util.stream.LongStream;

/**
 * Independent tasks that only compute: threads against executors.
 *
 * @param values the parameters; see {@link #PARAMETERS}
 */
public record Compute(Values values) implements Workload {
  /** All parameters, with their ranges. */
  public static final List<Parameter> PARAMETERS =
      List.of(
          Parameter.integer("n", 1_000, 1, 10_000_000, "tasks"),
          Parameter.integer("size", 10_000, 1, 1_000_000_000_000L, "rounds of mix in each"),
          Parameter.unsigned("seed", 42, "of all words"));

  /** A thousand tasks of 10,000 rounds. */
  public Compute() {
    this(Values.defaults(PARAMETERS));
  }

  @Override
  public String about() {
    return "independent tasks that only compute";
  }

  @Override
  public Compute with(String name, String value) {
    return new Compute(values.with(name, value));
  }

  /** With this many tasks. */
  public Compute n(long n) {
    return with("n", Long.toString(n));
  }

  /** Each computing this many rounds of mix. */
  public Compute size(long n) {
    return with("size", Long.toString(n));
  }

  /** With this seed. */
  public Compute seed(long seed) {
    return with("seed", Long.toUnsignedString(seed));
  }

  @Override
  public long answer() {
    long seed = values.number("seed");
    long size = values.number("size");
    return LongStream.range(0, deliveries())
        .parallel()
        .map(i -> SplitMix.mixed(mix(seed + i), size))
        .sum();
  }

  @Override
  public long deliveries() {
    return values.number("n");
  }

  @Override
  public long tasks() {
    return values.number("n");
  }
}
