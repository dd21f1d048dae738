package io.interleave.workload;

import static io.interleave.workload.SplitMix.mix;

import java.util.List;
import java.util.stream.LongStream;

/**
 * An echo server on loopback with a task a connection: I/O that looks synchronous, and what it
 * costs. Its client is a process of its own, the same for every runtime.
 *
 * @param values the parameters; see {@link #PARAMETERS}
 */
public record IoMix(Values values) implements Workload {
  /** All parameters, with their ranges. */
  public static final List<Parameter> PARAMETERS =
      List.of(
          Parameter.integer("connections", 1_000, 1, 100_000, "connections open at once"),
          Parameter.integer("requests", 100, 1, 1_000_000, "echoes on each"),
          Parameter.integer(
              "think", 0, 0, 10_000_000, "microseconds between an echo and the next request"),
          Parameter.unsigned("seed", 42, "of all words"));

  /** A thousand connections, a hundred echoes on each. */
  public IoMix() {
    this(Values.defaults(PARAMETERS));
  }

  @Override
  public String about() {
    return "an echo server on loopback, a task a connection";
  }

  @Override
  public IoMix with(String name, String value) {
    return new IoMix(values.with(name, value));
  }

  /** With this many connections. */
  public IoMix connections(long n) {
    return with("connections", Long.toString(n));
  }

  /** With this many echoes on each. */
  public IoMix requests(long n) {
    return with("requests", Long.toString(n));
  }

  /** The client thinking this many microseconds between two. */
  public IoMix think(long n) {
    return with("think", Long.toString(n));
  }

  /** With this seed. */
  public IoMix seed(long seed) {
    return with("seed", Long.toUnsignedString(seed));
  }

  @Override
  public long answer() {
    long seed = values.number("seed");
    return LongStream.range(0, 8 * deliveries()).parallel().map(i -> mix(seed + i)).sum();
  }

  @Override
  public long deliveries() {
    return values.number("connections") * values.number("requests");
  }

  @Override
  public long tasks() {
    return values.number("connections");
  }
}
