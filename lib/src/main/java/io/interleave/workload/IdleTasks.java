package io.interleave.workload;

import java.util.List;

/**
 * What a task weighs at rest: all are parked, some calls deep, when memory is read.
 *
 * @param values the parameters; see {@link #PARAMETERS}
 */
public record IdleTasks(Values values) implements Workload {
  /** All parameters, with their ranges. */
  public static final List<Parameter> PARAMETERS =
      List.of(
          Parameter.integer("n", 10_000, 1, 10_000_000, "tasks that wait"),
          Parameter.integer("depth", 0, 0, 10_000, "calls deep in which each waits"));

  /** 10,000 tasks, each waiting in its first call. */
  public IdleTasks() {
    this(Values.defaults(PARAMETERS));
  }

  @Override
  public String about() {
    return "tasks wait, memory is read: bytes a task at rest";
  }

  @Override
  public IdleTasks with(String name, String value) {
    return new IdleTasks(values.with(name, value));
  }

  /** With this many tasks. */
  public IdleTasks n(long n) {
    return with("n", Long.toString(n));
  }

  /** Each waiting this many calls deep. */
  public IdleTasks depth(long n) {
    return with("depth", Long.toString(n));
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
