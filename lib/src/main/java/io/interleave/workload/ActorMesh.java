package io.interleave.workload;

import static io.interleave.workload.SplitMix.GAMMA;
import static io.interleave.workload.SplitMix.mix;
import static io.interleave.workload.SplitMix.mixed;

import java.util.List;
import java.util.stream.LongStream;

/**
 * The headline: a million messages across ten thousand actors. Tokens hop from actor to actor, each
 * to a destination drawn from its own random stream.
 *
 * <p>Closed loop ({@code rate} 0): {@code inFlight} tokens are always under way, so mean latency is
 * K ÷ throughput (Little's law). Open loop: tokens start at random times given by {@code rate},
 * whether or not the runtime keeps up.
 *
 * @param values the parameters; see {@link #PARAMETERS}
 */
public record ActorMesh(Values values) implements Workload {
  /** All parameters, with their ranges. */
  public static final List<Parameter> PARAMETERS =
      List.of(
          Parameter.integer("actors", 10_000, 1, 10_000_000, "tasks, each with its own mailbox"),
          Parameter.integer("messages", 1_000_000, 1, 1_000_000_000_000L, "deliveries in all"),
          Parameter.integer("inFlight", 1_000, 1, 10_000_000, "tokens under way (closed loop)"),
          Parameter.integer("mailbox", 64, 0, 1 << 20, "bound of a mailbox; 0 = unbounded"),
          Parameter.integer("payload", 0, 0, 1 << 20, "bytes allocated, filled and read a hop")
              .multiplesOf(8),
          Parameter.integer("retain", 0, 0, 1 << 20, "payloads each actor keeps alive"),
          Parameter.integer("work", 0, 0, 100_000, "rounds of mix a hop"),
          Parameter.integer("tail", 0, 0, 1, "1: heavy-tailed work"),
          Parameter.integer(
              "skew", 0, 0, 255, "256ths of the hops that go to the first hundredth of the actors"),
          Parameter.integer(
              "rate", 0, 0, 1_000_000_000, "open loop: messages a second; 0 = closed loop"),
          Parameter.integer("hops", 20, 1, 1_000_000, "open loop: hops a token"),
          Parameter.choice(
              "record", List.of("all", "64", "off"), "latency of every hop, of one in 64, of none"),
          Parameter.choice(
              "message",
              List.of("reused", "fresh"),
              "the token object travels, or a new one is made a hop"),
          Parameter.unsigned("seed", 42, "of all random streams"));

  /** A million messages across ten thousand actors, a thousand under way. */
  public ActorMesh() {
    this(Values.defaults(PARAMETERS));
  }

  @Override
  public String about() {
    return "tokens hop between actors: throughput, and latency a hop";
  }

  @Override
  public ActorMesh with(String name, String value) {
    return new ActorMesh(values.with(name, value));
  }

  private ActorMesh with(String name, long value) {
    return with(name, Long.toString(value));
  }

  /** With this many tasks. */
  public ActorMesh actors(long n) {
    return with("actors", n);
  }

  /** With this many deliveries in all. */
  public ActorMesh messages(long n) {
    return with("messages", n);
  }

  /** Closed loop with this many tokens under way. */
  public ActorMesh inFlight(long n) {
    return with("inFlight", n);
  }

  /** With mailboxes bounded to this many messages; 0 = unbounded. */
  public ActorMesh mailbox(long n) {
    return with("mailbox", n);
  }

  /** With this many bytes allocated, filled and read a hop; a multiple of 8. */
  public ActorMesh payload(long bytes) {
    return with("payload", bytes);
  }

  /** With this many payloads kept alive by each actor. */
  public ActorMesh retain(long n) {
    return with("retain", n);
  }

  /** With this many rounds of mix a hop. */
  public ActorMesh work(long rounds) {
    return with("work", rounds);
  }

  /** Open loop at this many messages a second. */
  public ActorMesh rate(long perSecond) {
    return with("rate", perSecond);
  }

  /** Open loop at {@code perSecond}, for about {@code seconds}. */
  public ActorMesh openLoop(long perSecond, double seconds) {
    long hops = values.number("hops");
    long tokens = Math.max(1, Math.round(perSecond * seconds / hops));
    return rate(perSecond).messages(tokens * hops);
  }

  /** Recording the latency of {@code all} hops, of one in {@code 64}, or {@code off}. */
  public ActorMesh record(String which) {
    return with("record", which);
  }

  /** With this seed of all random streams. */
  public ActorMesh seed(long seed) {
    return with("seed", Long.toUnsignedString(seed));
  }

  /** Whether tokens start at given times instead of being always under way. */
  public boolean openLoop() {
    return values.number("rate") > 0;
  }

  /**
   * Tokens that make the whole run: {@code inFlight}, or {@code messages ÷ hops} in the open loop.
   */
  public long tokens() {
    return openLoop() ? deliveries() / values.number("hops") : values.number("inFlight");
  }

  @Override
  public void check() {
    if (openLoop() && deliveries() % values.number("hops") != 0) {
      throw new InvalidInput(
          "hops=%s does not divide messages=%s: in the open loop every token makes all its hops"
              .formatted(values.text("hops"), values.text("messages")));
    }
  }

  @Override
  public long deliveries() {
    return values.number("messages");
  }

  @Override
  public long tasks() {
    return values.number("actors");
  }

  @Override
  public long answer() {
    long tokens = tokens();
    long each = deliveries() / tokens;
    long oneMore = deliveries() % tokens;
    return LongStream.range(0, tokens)
        .parallel()
        .map(k -> sumOfToken(k, each + (k < oneMore ? 1 : 0)))
        .sum();
  }

  /** What token {@code k} adds to all sums on its way; it doesn't matter to which. */
  private long sumOfToken(long k, long hops) {
    long actors = values.number("actors");
    long words = values.number("payload") / 8;
    long skew = values.number("skew");
    long work = values.number("work");
    boolean tail = values.number("tail") == 1;
    long sum = 0;
    long s = mix(values.number("seed") + (k + 1) * GAMMA);
    for (long hop = 0; hop < hops; hop++) {
      s += GAMMA;
      long z = mix(s);
      long n = (z & 255) < skew ? Math.max(1, actors / 100) : actors;
      long dest = ((z >>> 32) * n) >>> 32;
      sum += words * z + mix(z ^ dest);
      if (work > 0) {
        sum += mixed(z, tail ? work << Long.numberOfTrailingZeros((z >>> 16) | 1 << 12) : work);
      }
    }
    return sum;
  }
}
