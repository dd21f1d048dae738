package io.interleave.workload;

import java.util.List;

/**
 * One task sends to many: a wake-up for each, as fast as one can.
 *
 * @param values the parameters; see {@link #PARAMETERS}
 */
public record FanOut(Values values) implements Workload {
  /** All parameters, with their ranges. */
  public static final List<Parameter> PARAMETERS =
      List.of(
          Parameter.integer("n", 1_000, 1, 1_000_000, "tasks beside the one"),
          Parameter.integer("capacity", 64, 1, 1 << 20, "bound of a channel"),
          Parameter.integer(
              "messages", 1_000_000, 1, 1_000_000_000_000L, "sent in all; a multiple of n"));

  /** A thousand tasks, a million messages. */
  public FanOut() {
    this(Values.defaults(PARAMETERS));
  }

  @Override
  public String about() {
    return "one sends to many: wake-up storms";
  }

  @Override
  public FanOut with(String name, String value) {
    return new FanOut(values.with(name, value));
  }

  /** With this many tasks beside the one. */
  public FanOut n(long n) {
    return with("n", Long.toString(n));
  }

  /** With channels of this bound. */
  public FanOut capacity(long n) {
    return with("capacity", Long.toString(n));
  }

  /** With this many messages in all. */
  public FanOut messages(long n) {
    return with("messages", Long.toString(n));
  }

  @Override
  public void check() {
    if (values.number("messages") % values.number("n") != 0) {
      throw new InvalidInput(
          "messages=%s n=%s: expected a multiple, so that each has as many"
              .formatted(values.text("messages"), values.text("n")));
    }
  }

  @Override
  public long answer() {
    return SplitMix.sumOfMix(deliveries());
  }

  @Override
  public long deliveries() {
    return values.number("messages");
  }

  @Override
  public long tasks() {
    return values.number("n") + 1;
  }
}
