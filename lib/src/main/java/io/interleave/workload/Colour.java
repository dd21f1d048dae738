package io.interleave.workload;

import java.util.List;

/**
 * Functions have a colour where async ones can be awaited by async ones only. What crossing from
 * one to the other takes and costs, each way.
 *
 * @param values the parameters; see {@link #PARAMETERS}
 */
public record Colour(Values values) implements Workload {
  /** All parameters, with their ranges. */
  public static final List<Parameter> PARAMETERS =
      List.of(
          Parameter.integer("calls", 100_000, 1, 1_000_000_000L, "calls, one after the other"),
          Parameter.choice(
              "way",
              List.of("plain", "await", "block-on", "offload"),
              "sync from sync, async from async, async from sync, sync from async"));

  /** 100,000 plain calls. */
  public Colour() {
    this(Values.defaults(PARAMETERS));
  }

  @Override
  public String about() {
    return "calls between sync and async: what crossing costs";
  }

  @Override
  public Colour with(String name, String value) {
    return new Colour(values.with(name, value));
  }

  /** With this many calls. */
  public Colour calls(long n) {
    return with("calls", Long.toString(n));
  }

  /** {@code plain}, {@code await}, {@code block-on} or {@code offload}. */
  public Colour way(String which) {
    return with("way", which);
  }

  @Override
  public long answer() {
    return deliveries();
  }

  @Override
  public long deliveries() {
    return values.number("calls");
  }

  @Override
  public long tasks() {
    return 1;
  }
}
