package io.interleave.machine;

import io.interleave.policy.Constant;
import java.io.Serializable;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What each step of a machine takes, in nanoseconds unless its name says otherwise: all that a
 * simulated machine knows of hardware, operating system and collector. A cost of 0 leaves its cause
 * out.
 *
 * <p>The machine charges them from counts that the workers keep anyway; no policy and no task names
 * a cost. Where a default is called an orientation, it was measured on a virtual machine with two
 * processors and JDK 25 while others used it, and a calibration puts its own in its place ({@link
 * #parse}). Over 200 lines since each number stands beside its source.
 *
 * @param name of the machine that is meant, for notes
 * @param switchNs from a search's end to the first instruction of the task found: taking it out of
 *     its queue, the hand-shake on its state. Default: half of the 82 ns that a hop took on one
 *     worker of the live machine (orientation)
 * @param messageNs a task's step: takes a message, does what the workload says, addresses the next.
 *     Default: the other half (orientation)
 * @param pushNs a woken task is queued, and the counts of sleepers are looked at. Default: 12, a
 *     release store and a full fence (orientation)
 * @param tryNs a look at another worker's queue, near by. Default: 6, two cache lines of which one
 *     is mostly unchanged (orientation)
 * @param stealNs a successful steal: one compare-and-set on the victim's line. Default: 60
 *     (orientation)
 * @param stolenNs each task that it moves. Default: 3 (orientation)
 * @param againNs a step of a search that looks at no other worker's queue. Default: 10
 *     (orientation)
 * @param lockNs the inject queue's lock is held: taken, one task moved, given back. Default: 25, an
 *     uncontended monitor and a list (orientation)
 * @param lineNs a cache line comes from another core of the same node: once for a woken task that
 *     another core polled last, once for a polled one, once for a lock that another held last.
 *     Default: 50, by which the first simulations of this project came out too fast a hop
 * @param farNs the same from another node. Default: 50, there being one node
 * @param coresPerNode cores that share a last-level cache or a memory; 0 = all
 * @param processors that run the cores: when more cores are awake, each gets its share; 0 = one for
 *     each core
 * @param parkNs a worker goes to sleep. Default: 2,000, futex wait (orientation)
 * @param wakeNs a worker wakes another: futex wake. Default: 2,000 (orientation)
 * @param unparkP1Ns from the wake to the sleeper's first instruction, in one of a hundred cases.
 *     Default: 3,000, the least of a switch between OS threads (3–23 µs, orientation)
 * @param unparkP50Ns the same in half of the cases. Default: 8,000 (orientation)
 * @param unparkP90Ns the same in nine of ten. Default: 23,000 (orientation)
 * @param unparkP99Ns the same in 99 of a hundred; the longest takes twice as long. Default: 60,000
 *     (orientation)
 * @param clockNs a reading of the clock. Default: 20, System.nanoTime (orientation: 18–24)
 * @param continuationNs switching a stack in and out again: beside each poll of a stackful task.
 *     Default: 123, the middle of 95–151 for {@code Continuation.run} and {@code yield}
 * @param growPsPerByte a stack that grows is copied: picoseconds a byte. Default: 160, from Go
 *     1.26's first recursion of 64 KiB, 11.4 µs against 1.05 µs for the second
 * @param preemptNs a task is told to give way: a signal and its handler. Default: 2,000, futex wake
 *     being a system call of the same kind (orientation)
 * @param watchNs between two looks of sysmon, or whoever else watches. Default: 5,000,000, the live
 *     machine's tick; Go's is 20 µs to 10 ms (proc.go, sysmon)
 * @param timerNs timers ring at multiples of it. Default: 50,000, Linux' timer slack ({@code
 *     prctl(2)}, PR_SET_TIMERSLACK)
 * @param roundPs a round of {@code mix}, in picoseconds. Default: 4,000: twelve cycles of latency
 *     (two multiplications of three) at 3 GHz
 * @param payloadPsPerByte a byte of payload, allocated, filled and read. Default: 150: what 256
 *     bytes cost bare Tokio of two workers, 5.04 against 4.21 M messages a second
 * @param collectBytes allocated between two collections; 0 = there is no collector. Default: 0
 * @param pauseNs a collection stops all cores so long. Default: 0
 * @param liveBytes the live heap, all of which a collection marks. Default: 0
 * @param markPsPerByte marking, beside the program. Default: 0
 * @param assistPsPerByte what a task pays for a byte that it allocates while marking is under way:
 *     Go's mark assist. Default: 0
 */
public record Costs(
    String name,
    long switchNs,
    long messageNs,
    long pushNs,
    long tryNs,
    long stealNs,
    long stolenNs,
    long againNs,
    long lockNs,
    long lineNs,
    long farNs,
    long coresPerNode,
    long processors,
    long parkNs,
    long wakeNs,
    long unparkP1Ns,
    long unparkP50Ns,
    long unparkP90Ns,
    long unparkP99Ns,
    long clockNs,
    long continuationNs,
    long growPsPerByte,
    long preemptNs,
    long watchNs,
    long timerNs,
    long roundPs,
    long payloadPsPerByte,
    long collectBytes,
    long pauseNs,
    long liveBytes,
    long markPsPerByte,
    long assistPsPerByte)
    implements Serializable {
  private static final long LONGEST = 1L << 40; // 18 minutes

  /** A virtual machine with two processors, before any calibration. */
  public static final Costs DEFAULT =
      new Costs(
          "default", 41, 41, 12, 6, 60, 3, 10, 25, 50, 50, 0, 0, 2_000, 2_000, 3_000, 8_000, 23_000,
          60_000, 20, 123, 160, 2_000, 5_000_000, 50_000, 4_000, 150, 0, 0, 0, 0, 0);

  /**
   * Nothing costs anything but the nanosecond that every event takes: what is left is the order of
   * things.
   */
  public static final Costs NONE =
      new Costs(
          "none", 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 5_000_000, 1, 0,
          0, 0, 0, 0, 0, 0);

  /**
   * Go 1.26 on the default machine: a switch costs 163 ns, of which 12 are the push (ping-pong on
   * one worker, orientation); parking and waking are futexes; stacks grow by copying; the collector
   * runs whenever 4 MiB ({@code GOGC} 100 at its smallest heap) are allocated, stops the world
   * twice for some tens of microseconds (go.dev/doc/gc-guide), and marks a byte a nanosecond, which
   * assists pay for each byte that they allocate: orders of magnitude, until they are calibrated.
   */
  public static final Costs GO =
      DEFAULT
          .with("switchNs", 110)
          .with("collectBytes", 4 << 20)
          .with("pauseNs", 40_000)
          .with("liveBytes", 1 << 20)
          .with("markPsPerByte", 1_000)
          .with("assistPsPerByte", 1_000)
          .named("go");

  /**
   * Tokio 1.5x on the default machine: a switch costs 121 ns (ping-pong on one worker,
   * orientation), there is no collector, and timers tick at 1 ms ({@code
   * tokio/src/runtime/time/mod.rs}).
   */
  public static final Costs TOKIO =
      DEFAULT.with("switchNs", 68).with("timerNs", 1_000_000).named("tokio");

  /**
   * Virtual threads of JDK 25 on the default machine: a switch costs 336 ns (ping-pong on one
   * worker, orientation), of which the continuation is part where tasks are stackful; G1 pauses for
   * about a millisecond when a young generation of some tens of MiB is full (orientation).
   */
  public static final Costs JDK =
      DEFAULT
          .with("switchNs", 160)
          .with("collectBytes", 32 << 20)
          .with("pauseNs", 1_000_000)
          .named("jdk");

  /**
   * AMD EPYC 7763, 64 cores in eight complexes of eight, each with a cache of its own
   * (wikichip.org, Zen 3). Within a complex a line takes about 20 ns (AnandTech on the 7950X: 15–19
   * at its higher clock); to another it goes by the I/O die, as to memory: 113 ns (AnandTech 14694
   * on the EPYC 7742, NPS4). All else as by default.
   */
  public static final Costs EPYC_7763 =
      DEFAULT.with("lineNs", 20).with("farNs", 113).with("coresPerNode", 8).named("epyc-7763");

  /**
   * SGI UV 2000 with 1,024 cores in 128 sockets of eight (007-5832-002: up to 2,048 in one system).
   * Within a socket a line takes about 30 ns; to another blade it goes through up to four routers
   * of about 100 ns each, as in the same maker's SN0, beside the 100 ns of a memory. An order of
   * magnitude: there is no measurement of ours. All else as by default.
   */
  public static final Costs UV_2000 =
      DEFAULT.with("lineNs", 30).with("farNs", 500).with("coresPerNode", 8).named("uv-2000");

  /** The presets by name. */
  public static final Map<String, Costs> PRESETS =
      Stream.of(DEFAULT, NONE, GO, TOKIO, JDK, EPYC_7763, UV_2000)
          .collect(Collectors.toUnmodifiableMap(Costs::name, c -> c));

  /**
   * Any.
   *
   * @throws IllegalArgumentException when one is negative or longer than 18 minutes, or a quantile
   *     is less than the one before, or there is no time between two looks or two rings
   */
  public Costs {
    if (name.isBlank()) {
      throw new IllegalArgumentException("name: expected the name of a machine");
    }
    long[] numbers = {
      switchNs,
      messageNs,
      pushNs,
      tryNs,
      stealNs,
      stolenNs,
      againNs,
      lockNs,
      lineNs,
      farNs,
      coresPerNode,
      processors,
      parkNs,
      wakeNs,
      unparkP1Ns,
      clockNs,
      continuationNs,
      growPsPerByte,
      preemptNs,
      roundPs,
      payloadPsPerByte,
      collectBytes,
      pauseNs,
      liveBytes,
      markPsPerByte,
      assistPsPerByte
    };
    for (long number : numbers) {
      check("a cost", number, 0);
    }
    check("watchNs", watchNs, 1_000);
    check("timerNs", timerNs, 1);
    check("unparkP50Ns", unparkP50Ns, unparkP1Ns);
    check("unparkP90Ns", unparkP90Ns, unparkP50Ns);
    check("unparkP99Ns", unparkP99Ns, unparkP90Ns);
  }

  private static void check(String name, long value, long least) {
    if (value < least || value > LONGEST) {
      throw new IllegalArgumentException(
          "%s=%d: expected %d to %d".formatted(name, value, least, LONGEST));
    }
  }

  /**
   * The same but for one number.
   *
   * @param number its name, as above
   * @throws IllegalArgumentException when there is none of this name, or the value makes no sense
   */
  public Costs with(String number, long value) {
    if (number.equals("name")) {
      throw new IllegalArgumentException(
          "name=%d: expected the name of a machine".formatted(value));
    }
    check(number, value, 0);
    return Constant.with(this, number, value);
  }

  /** The same under another name. */
  public Costs named(String name) {
    return Constant.with(this, "name", name);
  }

  /**
   * The preset of this name.
   *
   * @throws IllegalArgumentException when there is none, naming those there are
   */
  public static Costs preset(String name) {
    var costs = PRESETS.get(name);
    if (costs == null) {
      throw new IllegalArgumentException(
          "costs=%s: expected a file, or one of %s"
              .formatted(name, String.join(", ", new TreeMap<>(PRESETS).keySet())));
    }
    return costs;
  }

  /**
   * Costs as JSON: an object of numbers by their names; {@code base}, a preset for what is not said
   * (default: {@code default}); and {@code name}. Other fields may be told apart by an object of
   * their own, {@code about}, which is not read.
   *
   * @throws IllegalArgumentException when it can't be understood: one line
   */
  public static Costs parse(String json) {
    JsonNode fields;
    try {
      fields = JsonMapper.shared().readTree(json);
    } catch (JacksonException e) {
      throw new IllegalArgumentException("the costs are no JSON: " + e.getOriginalMessage(), e);
    }
    if (!fields.isObject()) {
      throw new IllegalArgumentException("the costs are no JSON object");
    }
    var costs = preset(fields.path("base").asString("default"));
    costs = costs.quantiles(fields);
    for (var field : fields.properties()) {
      costs = costs.field(field.getKey(), field.getValue());
    }
    return costs;
  }

  /** All at once: one by one they might pass each other on the way. */
  private Costs quantiles(JsonNode fields) {
    return with("unparkP1Ns", 0)
        .with("unparkP50Ns", 0)
        .with("unparkP90Ns", 0)
        .with("unparkP99Ns", fields.path("unparkP99Ns").asLong(unparkP99Ns))
        .with("unparkP90Ns", fields.path("unparkP90Ns").asLong(unparkP90Ns))
        .with("unparkP50Ns", fields.path("unparkP50Ns").asLong(unparkP50Ns))
        .with("unparkP1Ns", fields.path("unparkP1Ns").asLong(unparkP1Ns));
  }

  private Costs field(String key, JsonNode value) {
    return switch (key) {
      case "base", "about" -> this;
      case "name" -> named(value.asString(""));
      default -> {
        if (!value.isIntegralNumber()) {
          throw new IllegalArgumentException("%s=%s: expected an integer".formatted(key, value));
        }
        yield with(key, value.asLong());
      }
    };
  }

  /**
   * From a wake to the sleeper's first instruction, by chance: the quantiles, and straight lines
   * between them.
   *
   * @param random 64 random bits
   */
  long unparkNs(long random) {
    long u = (random >>> 32) * 10_000 >>> 32; // in ten-thousandths
    if (u < 5_000) {
      return between(u, 100, unparkP1Ns, 5_000, unparkP50Ns);
    }
    return u < 9_000
        ? between(u, 5_000, unparkP50Ns, 9_000, unparkP90Ns)
        : u < 9_900
            ? between(u, 9_000, unparkP90Ns, 9_900, unparkP99Ns)
            : between(u, 9_900, unparkP99Ns, 10_000, 2 * unparkP99Ns);
  }

  private static long between(long u, long from, long low, long to, long high) {
    return low + (high - low) * Math.max(0, u - from) / (to - from);
  }
}
