package io.interleave.machine;

import io.interleave.policy.Constant;
import java.io.Serializable;
import java.lang.reflect.RecordComponent;
import java.util.LinkedHashMap;
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
 * a cost. Behind each stands the micro-benchmark that gives it ({@code interleave calibrate},
 * {@link #parse}); none is fitted to a workload. The defaults are what those benchmarks said of a
 * virtual machine with two AMD EPYC processors and JDK 25 while others used it (orientation), or a
 * published figure. Over 200 lines since each number stands beside its source.
 *
 * @param name of the machine that is meant, for notes
 * @param switchNs from a search's end to the first instruction of the task found: taking it out of
 *     its queue, the hand-shake on its state, the machine's loop. {@code Switch.live} less {@code
 *     Wake.own}, of Tokio's policy. Default: 6 (orientation: 17.5 − 11.6)
 * @param messageNs a task's step: takes a message, does what the workload says, addresses the next.
 *     {@code Mail.passed} among 128 tasks less {@code Switch.bare}, and two rounds of mix ({@code
 *     Hop.rounds}). Default: 40 (orientation: 65 − 31 + 7)
 * @param pushNs a woken task is queued, and the counts of sleepers are looked at. {@code Wake.own}.
 *     Default: 12 (orientation)
 * @param slotNs a woken task goes through a LIFO slot that other workers may take from: two atomic
 *     accesses and a fence more than by one that is its owner's. {@code Switch.stealableSlot} less
 *     {@code Switch.bare}, of which three of four go through it. Default: 0, as if it were part of
 *     a switch
 * @param tryNs a look at another worker's queue, near by. {@code Queue.look}. Default: 1
 *     (orientation: 1.4)
 * @param stealNs a successful steal: one compare-and-set on the victim's line, the line's way
 *     apart. {@code Queue.stealOne} less {@code stolenNs}. Default: 13 (orientation)
 * @param stolenNs each task that it moves, or that is moved while the inject queue's lock is held.
 *     {@code Queue.stealHalf} less {@code Queue.stealOne}, by 31. Default: 2 (orientation)
 * @param againNs a step of a search that looks at no other worker's queue. Not to be measured
 *     alone: a calibration takes {@code tryNs}. Default: 1
 * @param lockNs the inject queue's lock is held: taken, one task moved, given back. Half of {@code
 *     Queue.inject}. Default: 8 (orientation: 7.5)
 * @param lineNs a cache line comes from another core of the same node: once for a woken task that
 *     another core polled last, once for a polled one, once for a lock that another held last, once
 *     for the queue that is stolen from and for each stolen task's message. Twice {@code
 *     CacheLine.shared} less {@code CacheLine.apart}, half of the lines being the other's. Default:
 *     37 (orientation)
 * @param lockLinesPermille lines, in thousandths, that come with a lock that another core held
 *     last: its word, and the queue that it guards. A fourth of {@code Queue.injectContended} less
 *     {@code lockNs}, by {@code lineNs}. Default: 1,000, one line
 * @param farNs the same from another node. Default: 37, there being one node
 * @param coresPerNode cores that share a last-level cache or a memory; 0 = all
 * @param processors that run the cores: when more cores are awake, each gets its share; 0 = one for
 *     each core
 * @param parkNs a worker is on its way to sleep; whoever wakes it meanwhile leaves it a token and
 *     calls no kernel. A probe: the time after a thread's last word from which on it takes at least
 *     half as long to come back as when it sleeps. Default: 200 (orientation, Intel Xeon: 100 to
 *     250)
 * @param wakeNs a worker wakes another: futex wake. {@code Park.unpark}. Default: 5,800
 *     (orientation)
 * @param lightNs a sleep that is shorter is light: the processor still polls for work, as a virtual
 *     one's kernel does for 200 µs ({@code Documentation/virt/guest-halt-polling.rst}). A probe:
 *     the time from which on a wake-up takes half as long again. Default: 0, no sleep is light
 * @param unparkLightNs from the wake to the first instruction of one who sleeps lightly. A probe:
 *     the longest of the medians after 2, 8 and 32 µs. Default: 4,000, as of all
 * @param unparkP1Ns from the wake to the sleeper's first instruction, in one of a hundred cases. A
 *     probe: two threads, sleeps of {@code lightNs} and up to 450 µs more. Default: 3,200
 *     (orientation)
 * @param unparkP50Ns the same in half of the cases. Default: 4,000 (orientation)
 * @param unparkP90Ns the same in nine of ten. Default: 7,100 (orientation)
 * @param unparkP99Ns the same in 99 of a hundred; the longest takes twice as long. Default: 60,000,
 *     an order of magnitude: the probe's was that of others' time slices
 * @param clockNs a reading of the clock. {@code Clock.nanoTime}. Default: 24, as recorded live runs
 *     note it
 * @param continuationNs switching a stack in and out again: beside each poll of a stackful task.
 *     {@code Mail.passedToStack} less {@code Mail.passed}, both among 128 tasks. Default: 125
 *     (orientation, by {@code Switch.live})
 * @param growPsPerByte a stack that grows is copied: picoseconds a byte. Not measured by a
 *     calibration, since no stack of the JVM is copied to grow. Default: 160, from Go 1.26's first
 *     recursion of 64 KiB, 11.4 µs against 1.05 µs for the second
 * @param preemptNs a task is told to give way. On the live machine a flag that another thread
 *     writes: a calibration takes {@code lineNs}. Default: 2,000, Go's signal, futex wake being a
 *     system call of the same kind (orientation)
 * @param watchNs between two looks of sysmon, or whoever else watches. Default: 5,000,000, the live
 *     machine's tick; Go's is 20 µs to 10 ms (proc.go, sysmon)
 * @param timerNs what is due is due at multiples of it: the tick of a timer wheel. Default: 1, a
 *     sleep in the kernel has none
 * @param timerLateNs so much later timers ring, and with the first one all that are due by then. A
 *     probe: the median lateness of a sleep. Default: 50,000, Linux' timer slack ({@code prctl(2)},
 *     PR_SET_TIMERSLACK)
 * @param roundPs a round of {@code mix}, in picoseconds. {@code Hop.rounds}. Default: 3,450
 *     (orientation)
 * @param payloadPsPerByte a byte of payload, allocated, filled and read. {@code Hop.payload}.
 *     Default: 310 (orientation)
 * @param recordNs what is done with a reading of the clock: a latency is noted. {@code Mail.noted}
 *     less {@code Mail.passed} among 128 tasks, and the reading. Default: 10 (orientation)
 * @param besidePermille how much longer everything takes while another core is awake, 1,000 being
 *     not at all: {@code Mail.passedBeside} to {@code Mail.passed} among 128 tasks. Default: 1,050,
 *     two independent programs having scaled by 1.9
 * @param taskBytes memory of a task that a hop touches. Default: 88, a parked actor's (measured:
 *     87); not measured by a calibration
 * @param stackBytes the same of its stack, where it has one. Default: 310, a parked actor's (382 to
 *     407 in all); not measured by a calibration
 * @param l1Bytes what the first cache holds; 0 = everything. {@code /sys/devices/system/cpu}.
 *     Default: 32 KiB
 * @param l2Bytes what the first two hold. Default: 1 MiB
 * @param l3Bytes what all hold. Default: 32 MiB
 * @param l2Ns touching a task in the second cache, beyond one in the first. {@code Mail.passed}
 *     among 8,000 tasks less that among 128. Default: 3, 12 cycles less 4 (AMD, Software
 *     Optimization Guide for Family 19h)
 * @param l3Ns the same in the third, by 100,000 tasks. Default: 14, 46 cycles less 4 (there too)
 * @param memoryNs the same in no cache, by 2,000,000 tasks. Default: 90, an order of magnitude
 * @param stackL2Ns as l2Ns, of a task with a stack, all of whose frames are touched. {@code
 *     Mail.passedToStack} among 1,500 tasks less that among 128. Default: as l2Ns
 * @param stackL3Ns the same in the third, by 20,000 tasks. Default: as l3Ns
 * @param stackMemoryNs the same in no cache, by 400,000 tasks. Default: as memoryNs
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
    long slotNs,
    long tryNs,
    long stealNs,
    long stolenNs,
    long againNs,
    long lockNs,
    long lineNs,
    long lockLinesPermille,
    long farNs,
    long coresPerNode,
    long processors,
    long parkNs,
    long wakeNs,
    long lightNs,
    long unparkLightNs,
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
    long timerLateNs,
    long roundPs,
    long payloadPsPerByte,
    long recordNs,
    long besidePermille,
    long taskBytes,
    long stackBytes,
    long l1Bytes,
    long l2Bytes,
    long l3Bytes,
    long l2Ns,
    long l3Ns,
    long memoryNs,
    long stackL2Ns,
    long stackL3Ns,
    long stackMemoryNs,
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
          "default", 6, 40, 12, 0, 1, 13, 2, 1, 8, 37, 1_000, 37, 0, 0, 200, 5_800, 0, 4_000, 3_200,
          4_000, 7_100, 60_000, 24, 125, 160, 2_000, 5_000_000, 1, 50_000, 3_450, 310, 10, 1_050,
          88, 310, 32 << 10, 1 << 20, 32 << 20, 3, 14, 90, 3, 14, 90, 0, 0, 0, 0, 0);

  /**
   * Nothing costs anything but the nanosecond that every event takes: what is left is the order of
   * things.
   */
  public static final Costs NONE =
      new Costs(
          "none", 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
          5_000_000, 1, 0, 0, 0, 0, 1_000, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);

  /**
   * Go 1.26 on the default machine: a switch costs 163 ns, of which 12 are the push, 40 the message
   * and none the stack's beside (ping-pong on one worker, orientation); parking and waking are
   * futexes; stacks grow by copying; the collector runs whenever 4 MiB ({@code GOGC} 100 at its
   * smallest heap) are allocated, stops the world twice for some tens of microseconds
   * (go.dev/doc/gc-guide), and marks a byte a nanosecond, which assists pay for each byte that they
   * allocate: orders of magnitude, until they are calibrated.
   */
  public static final Costs GO =
      DEFAULT
          .with("switchNs", 111)
          .with("continuationNs", 0)
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
      DEFAULT.with("switchNs", 69).with("timerNs", 1_000_000).named("tokio");

  /**
   * Virtual threads of JDK 25 on the default machine: a switch costs 336 ns (ping-pong on one
   * worker, orientation), of which the continuation is part where tasks are stackful; G1 pauses for
   * about a millisecond when a young generation of some tens of MiB is full (orientation).
   */
  public static final Costs JDK =
      DEFAULT
          .with("switchNs", 159)
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
      slotNs,
      tryNs,
      stealNs,
      stolenNs,
      againNs,
      lockNs,
      lineNs,
      lockLinesPermille,
      farNs,
      coresPerNode,
      processors,
      parkNs,
      wakeNs,
      lightNs,
      unparkLightNs,
      unparkP1Ns,
      clockNs,
      continuationNs,
      growPsPerByte,
      preemptNs,
      timerLateNs,
      roundPs,
      payloadPsPerByte,
      recordNs,
      besidePermille,
      taskBytes,
      stackBytes,
      l1Bytes,
      l2Bytes,
      l3Bytes,
      l2Ns,
      l3Ns,
      memoryNs,
      stackL2Ns,
      stackL3Ns,
      stackMemoryNs,
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
    check("besidePermille", besidePermille, 1_000);
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

  /** All numbers by their names, in their order. */
  public Map<String, Long> numbers() {
    var numbers = new LinkedHashMap<String, Long>();
    for (RecordComponent component : Costs.class.getRecordComponents()) {
      try {
        if (component.getAccessor().invoke(this) instanceof Long number) {
          numbers.put(component.getName(), number);
        }
      } catch (ReflectiveOperationException e) {
        throw new IllegalStateException("an accessor of a public record", e);
      }
    }
    return numbers;
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
   * @param slept for so long, in ns
   * @param random 64 random bits
   */
  long unparkNs(long slept, long random) {
    if (slept < lightNs) {
      return unparkLightNs;
    }
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
