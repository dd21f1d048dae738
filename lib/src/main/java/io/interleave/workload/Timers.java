package io.interleave.workload;

import java.util.List;

/**
 * Tasks that sleep: how late they wake.
 *
 * @param values the parameters; see {@link #PARAMETERS}
 */
public record Timers(Values values) implements Workload {
  /** All parameters, with their ranges. */
  public static final List<Parameter> PARAMETERS =
      List.of(
          Parameter.integer("n", 10_000, 1, 10_000_000, "tasks"),
          Parameter.integer("spread", 100_000, 1, 60_000_000, "longest sleep, in microseconds"),
          Parameter.unsigned("seed", 42, "of all words"));

  /** 10,000 tasks, sleeping up to 100 ms. */
  public Timers() {
    this(Values.defaults(PARAMETERS));
  }

  @Override
  public String about() {
    return "tasks sleep: how late they wake";
  }

  @Override
  public Timers with(String name, String value) {
    return new Timers(values.with(name, value));
  }

  /** With this many tasks. */
  public Timers n(long n) {
    return with("n", Long.toString(n));
  }

  /** Sleeping less than this many microseconds. */
  public Timers spread(long n) {
    return with("spread", Long.toString(n));
  }

  /** With this seed. */
  public Timers seed(long seed) {
    return with("seed", Long.toUnsignedString(seed));
  }

  @Override
  public long answer() {
    return SplitMix.sumOfMix(deliveries());
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
