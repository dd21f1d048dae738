package io.interleave.workload;

import java.util.List;

/**
 * A wake-up and a switch, and nothing else: pairs of tasks pass a message to and fro.
 *
 * @param values the parameters; see {@link #PARAMETERS}
 */
public record PingPong(Values values) implements Workload {
  /** All parameters, with their ranges. */
  public static final List<Parameter> PARAMETERS =
      List.of(
          Parameter.integer("pairs", 1, 1, 1_000_000, "pairs of tasks"),
          Parameter.integer("rounds", 100_000, 1, 1_000_000_000L, "times each pair passes it"));

  /** One pair, 100,000 times to and fro. */
  public PingPong() {
    this(Values.defaults(PARAMETERS));
  }

  @Override
  public String about() {
    return "pairs pass a message to and fro: a wake-up and a switch";
  }

  @Override
  public PingPong with(String name, String value) {
    return new PingPong(values.with(name, value));
  }

  /** With this many pairs of tasks. */
  public PingPong pairs(long n) {
    return with("pairs", Long.toString(n));
  }

  /** Each passing the message to and fro this many times. */
  public PingPong rounds(long n) {
    return with("rounds", Long.toString(n));
  }

  @Override
  public long answer() {
    return SplitMix.sumOfMix(deliveries());
  }

  @Override
  public long deliveries() {
    return Math.multiplyExact(values.number("pairs"), values.number("rounds"));
  }

  @Override
  public long tasks() {
    return 2 * values.number("pairs");
  }
}
