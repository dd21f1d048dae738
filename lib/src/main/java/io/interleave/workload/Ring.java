package io.interleave.workload;

import static io.interleave.workload.SplitMix.mix;

import java.util.List;
import java.util.stream.LongStream;

/**
 * A token goes round a ring of tasks: wake-ups without locality.
 *
 * @param values the parameters; see {@link #PARAMETERS}
 */
public record Ring(Values values) implements Workload {
  /** All parameters, with their ranges. */
  public static final List<Parameter> PARAMETERS =
      List.of(
          Parameter.integer("tasks", 1_000, 1, 10_000_000, "tasks in the ring"),
          Parameter.integer("hops", 100_000, 1, 1_000_000_000_000L, "hops of the token"));

  /** A thousand tasks, 100,000 hops. */
  public Ring() {
    this(Values.defaults(PARAMETERS));
  }

  @Override
  public String about() {
    return "a token goes round a ring: wake-ups without locality";
  }

  @Override
  public Ring with(String name, String value) {
    return new Ring(values.with(name, value));
  }

  /** With this many tasks. */
  public Ring tasks(long n) {
    return with("tasks", Long.toString(n));
  }

  /** With this many hops. */
  public Ring hops(long n) {
    return with("hops", Long.toString(n));
  }

  @Override
  public long answer() {
    long tasks = values.number("tasks");
    return LongStream.rangeClosed(1, deliveries()).parallel().map(h -> mix(h ^ (h % tasks))).sum();
  }

  @Override
  public long deliveries() {
    return values.number("hops");
  }

  @Override
  public long tasks() {
    return values.number("tasks");
  }
}
