package io.interleave.workload;

import static io.interleave.workload.SplitMix.mix;

import java.util.List;
import java.util.function.IntToLongFunction;
import java.util.stream.LongStream;

/**
 * Tasks that compute and hardly give way, while a ticker wants to run each millisecond: preemption
 * and starvation.
 *
 * @param values the parameters; see {@link #PARAMETERS}
 */
public record Hog(Values values) implements Workload {
  private static final long LOOKS_EVERY = 1 << 20; // about a millisecond, and one read

  /** All parameters, with their ranges. */
  public static final List<Parameter> PARAMETERS =
      List.of(
          Parameter.integer("hogs", 1, 1, 10_000, "tasks that compute"),
          Parameter.integer("rounds", 100_000_000, 1, 1_000_000_000_000L, "rounds of mix in each"),
          Parameter.integer(
              "yield", 0, 0, 1_000_000_000, "rounds after which each gives way; 0 = never"),
          Parameter.choice(
              "place",
              List.of("task", "blocking"),
              "where hogs run: as tasks, or where blocking work goes"),
          Parameter.unsigned("seed", 42, "of all words"));

  /** One hog that never gives way. */
  public Hog() {
    this(Values.defaults(PARAMETERS));
  }

  @Override
  public String about() {
    return "tasks that compute, and a ticker that wants to run";
  }

  @Override
  public Hog with(String name, String value) {
    return new Hog(values.with(name, value));
  }

  /** With this many hogs. */
  public Hog hogs(long n) {
    return with("hogs", Long.toString(n));
  }

  /** Each computing this many rounds of mix. */
  public Hog rounds(long n) {
    return with("rounds", Long.toString(n));
  }

  /** Each giving way after this many rounds; 0 = never. */
  public Hog yieldEvery(long n) {
    return with("yield", Long.toString(n));
  }

  /** {@code task} or {@code blocking}. */
  public Hog place(String which) {
    return with("place", which);
  }

  /** With this seed. */
  public Hog seed(long seed) {
    return with("seed", Long.toUnsignedString(seed));
  }

  /** Rounds until a hog gives way; or, when it never does, until it looks whether it is to end. */
  long chunk() {
    long asked = values.number("yield");
    return asked == 0 ? LOOKS_EVERY : asked;
  }

  /** All that the hogs computed, in the order of their number. */
  long folded(IntToLongFunction of) {
    long acc = values.number("seed");
    for (int i = 0; i < deliveries(); i++) {
      acc = mix(acc ^ of.applyAsLong(i));
    }
    return acc;
  }

  @Override
  public long answer() {
    long rounds = values.number("rounds");
    long[] all =
        LongStream.range(0, deliveries())
            .parallel()
            .map(i -> SplitMix.mixed(mix(i + 1), rounds))
            .toArray();
    return folded(i -> all[i]);
  }

  @Override
  public long deliveries() {
    return values.number("hogs");
  }

  @Override
  public long tasks() {
    return values.number("hogs");
  }

  @Override
  public int warmup() {
    return 1;
  }
}
