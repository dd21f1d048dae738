package io.interleave.workload;

import java.util.List;

/**
 * What a task costs to start and to join: flat, or as a tree of tens (known as skynet).
 *
 * <p>All tasks count, inner nodes too, so that none is credited that was never started.
 *
 * @param values the parameters; see {@link #PARAMETERS}
 */
public record Spawn(Values values) implements Workload {
  /** All parameters, with their ranges. */
  public static final List<Parameter> PARAMETERS =
      List.of(
          Parameter.integer("n", 100_000, 1, 100_000_000, "tasks, or leaves of the tree"),
          Parameter.choice("shape", List.of("flat", "tree"), "one starts all; or each starts ten"));

  /** 100,000 tasks, flat. */
  public Spawn() {
    this(Values.defaults(PARAMETERS));
  }

  @Override
  public String about() {
    return "starts and joins tasks, flat or as a tree";
  }

  @Override
  public Spawn with(String name, String value) {
    return new Spawn(values.with(name, value));
  }

  /** With this many tasks, or leaves. */
  public Spawn n(long n) {
    return with("n", Long.toString(n));
  }

  /** {@code flat} or {@code tree}. */
  public Spawn shape(String which) {
    return with("shape", which);
  }

  @Override
  public void check() {
    if (values.text("shape").equals("tree") && !isPowerOfTen(values.number("n"))) {
      throw new InvalidInput(
          "n=%s shape=tree: expected a power of ten, since each node starts ten"
              .formatted(values.text("n")));
    }
  }

  @Override
  public long answer() {
    return SplitMix.sumOfMix(values.number("n"));
  }

  @Override
  public long deliveries() {
    long n = values.number("n");
    return values.text("shape").equals("flat") ? n : n + (n - 1) / 9;
  }

  @Override
  public long tasks() {
    return deliveries();
  }

  private static boolean isPowerOfTen(long n) {
    while (n % 10 == 0) {
      n /= 10;
    }
    return n == 1;
  }
}
