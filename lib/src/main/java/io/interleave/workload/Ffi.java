package io.interleave.workload;

import java.util.List;

/**
 * Calls from the language into C, and back from C into the language; and the same loop without
 * either, to be taken off.
 *
 * @param values the parameters; see {@link #PARAMETERS}
 */
public record Ffi(Values values) implements Workload {
  /** All parameters, with their ranges. */
  public static final List<Parameter> PARAMETERS =
      List.of(
          Parameter.integer(
              "calls", 10_000_000, 1, 1_000_000_000_000L, "calls, one after the other"),
          Parameter.choice(
              "way", List.of("call", "callback", "loop"), "into C, back from C, or neither"));

  /** Ten million calls into C. */
  public Ffi() {
    this(Values.defaults(PARAMETERS));
  }

  @Override
  public String about() {
    return "calls into C and back: what crossing costs";
  }

  @Override
  public Ffi with(String name, String value) {
    return new Ffi(values.with(name, value));
  }

  /** With this many calls. */
  public Ffi calls(long n) {
    return with("calls", Long.toString(n));
  }

  /** {@code call}, {@code callback} or {@code loop}. */
  public Ffi way(String which) {
    return with("way", which);
  }

  @Override
  public long answer() {
    long n = deliveries();
    return n % 2 == 0 ? n / 2 * (n + 1) : (n + 1) / 2 * n;
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
