package io.interleave.workload;

import static io.interleave.workload.SplitMix.mix;

import java.util.List;
import java.util.stream.LongStream;

/**
 * A chain of async calls, the innermost of which suspends once: size and cost of a state machine
 * against a stack.
 *
 * @param values the parameters; see {@link #PARAMETERS}
 */
public record DeepAwait(Values values) implements Workload {
  /** All parameters, with their ranges. */
  public static final List<Parameter> PARAMETERS =
      List.of(
          Parameter.choice("depth", List.of("16", "1", "4", "64"), "calls in the chain"),
          Parameter.choice(
              "chain",
              List.of("async", "nested", "flat"),
              "async functions, or a state machine by hand: a future a level, or one for all"),
          Parameter.integer("suspends", 1, 0, 1, "0: the innermost call is ready at once"),
          Parameter.integer("times", 100_000, 1, 1_000_000_000, "chains, one after the other"),
          Parameter.unsigned("seed", 42, "of all words"));

  /** 16 calls in the chain, 100,000 chains. */
  public DeepAwait() {
    this(Values.defaults(PARAMETERS));
  }

  @Override
  public String about() {
    return "a chain of awaits: size and cost of a state machine";
  }

  @Override
  public DeepAwait with(String name, String value) {
    return new DeepAwait(values.with(name, value));
  }

  /** {@code 1}, {@code 4}, {@code 16} or {@code 64} calls in the chain. */
  public DeepAwait depth(String which) {
    return with("depth", which);
  }

  /** {@code async}, {@code nested} or {@code flat}: who writes the state machine. */
  public DeepAwait chain(String which) {
    return with("chain", which);
  }

  /** So often the innermost call suspends: once, or never. */
  public DeepAwait suspends(long n) {
    return with("suspends", Long.toString(n));
  }

  /** This many chains. */
  public DeepAwait times(long n) {
    return with("times", Long.toString(n));
  }

  /** With this seed. */
  public DeepAwait seed(long seed) {
    return with("seed", Long.toUnsignedString(seed));
  }

  @Override
  public long answer() {
    long seed = values.number("seed");
    return LongStream.range(0, deliveries()).parallel().map(t -> folded(seed + t)).sum();
  }

  private long folded(long seed) {
    long acc = seed;
    for (long level = Long.parseLong(values.text("depth")) - 1; level >= 0; level--) {
      acc = mix(acc ^ level);
    }
    return acc;
  }

  @Override
  public long deliveries() {
    return values.number("times");
  }

  @Override
  public long tasks() {
    return 1;
  }
}
