package io.interleave.workload;

import java.util.List;

/**
 * Many producers and many consumers on one channel: contention and back-pressure.
 *
 * @param values the parameters; see {@link #PARAMETERS}
 */
public record Channel(Values values) implements Workload {
  /** All parameters, with their ranges. */
  public static final List<Parameter> PARAMETERS =
      List.of(
          Parameter.integer("producers", 4, 1, 100_000, "tasks that send"),
          Parameter.integer("consumers", 4, 1, 100_000, "tasks that receive"),
          Parameter.integer("capacity", 64, 1, 1 << 20, "bound of the channel"),
          Parameter.integer(
              "messages",
              1_000_000,
              1,
              1_000_000_000_000L,
              "sent in all; a multiple of producers"));

  /** Four producers, four consumers, a million messages. */
  public Channel() {
    this(Values.defaults(PARAMETERS));
  }

  @Override
  public String about() {
    return "producers and consumers on one channel: contention";
  }

  @Override
  public Channel with(String name, String value) {
    return new Channel(values.with(name, value));
  }

  /** With this many producers. */
  public Channel producers(long n) {
    return with("producers", Long.toString(n));
  }

  /** With this many consumers. */
  public Channel consumers(long n) {
    return with("consumers", Long.toString(n));
  }

  /** With a channel of this bound. */
  public Channel capacity(long n) {
    return with("capacity", Long.toString(n));
  }

  /** With this many messages in all. */
  public Channel messages(long n) {
    return with("messages", Long.toString(n));
  }

  @Override
  public void check() {
    if (values.number("messages") % values.number("producers") != 0) {
      throw new InvalidInput(
          "messages=%s producers=%s: expected a multiple, so that each has as many"
              .formatted(values.text("messages"), values.text("producers")));
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
    return values.number("producers") + values.number("consumers");
  }
}
