package io.interleave.jmh;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.HdrHistogram.Histogram;

/** Which benchmark gives which number of {@link io.interleave.machine.Costs}: one line each. */
final class Derivation {
  /** What is run; of {@code policy}, Tokio's alone. */
  static final List<String> BENCHMARKS =
      List.of(
          "Clock.nanoTime",
          "Wake.own",
          "Switch.bare",
          "Switch.stealableSlot",
          "Switch.live",
          "Mail.passed",
          "Mail.noted",
          "Mail.passedBeside",
          "Mail.passedToStack",
          "Hop.rounds",
          "Hop.payload",
          "Queue.look",
          "Queue.stealOne",
          "Queue.stealHalf",
          "Queue.inject",
          "Queue.injectContended",
          "CacheLine.apart",
          "CacheLine.shared",
          "Park.unpark");

  /** What no benchmark gives alone, and what stands for it. */
  static final Map<String, String> NOT_MEASURED =
      Map.of(
          "againNs", "a step of a search without a look: taken as tryNs",
          "farNs", "one node: as lineNs",
          "timerNs", "a sleep has no tick, from the base",
          "preemptNs", "the live machine writes a flag: taken as lineNs",
          "watchNs", "a constant of the live machine",
          "growPsPerByte", "no stack of the JVM is copied to grow: Go's, from the base",
          "taskBytes", "memory a parked task, from the base",
          "stackBytes", "memory a parked stack, from the base");

  private static final int HALF = 32; // of Queue.stealHalf

  private final Scores scores;
  private final Map<String, Long> costs = new LinkedHashMap<>();
  private final Map<String, Object> sources = new LinkedHashMap<>();

  Derivation(Scores scores) {
    this.scores = scores;
    switching();
    queues();
    memory();
    tasks();
  }

  private void switching() {
    var own = score("Wake.own");
    var bare = score("Switch.bare", "representation=stackless");
    var live = score("Switch.live", "representation=stackless");
    put("pushNs", own, 0);
    put("switchNs", live.minus(own), 0);
    // Of four switches in a row three go through the slot: it has a cap.
    put("slotNs", score("Switch.stealableSlot").minus(bare).times(4.0 / 3), 0);
    put("messageNs", mail(128).minus(bare).plus(score("Hop.rounds")), 0);
    put("continuationNs", stackMail(128).minus(mail(128)), 0);
    put("clockNs", score("Clock.nanoTime"), 0);
    put("wakeNs", score("Park.unpark"), 0);
  }

  private void queues() {
    var one = score("Queue.stealOne");
    var each = score("Queue.stealHalf").minus(one).times(1.0 / (HALF - 1));
    put("stolenNs", each, 0);
    put("stealNs", one.minus(each), 0);
    put("tryNs", score("Queue.look"), 0);
    put("againNs", score("Queue.look"), 0);
    put("lockNs", score("Queue.inject").times(0.5), 0);
  }

  private void memory() {
    var line = score("CacheLine.shared").minus(score("CacheLine.apart")).times(2);
    put("lineNs", line, 0);
    put("farNs", line, 0);
    // Two threads, two locks each: it is held four times, one after the other.
    var handOver = score("Queue.injectContended").minus(score("Queue.inject").times(2)).times(0.25);
    put("lockLinesPermille", handOver.over(line).times(1000), 1000);
    put("preemptNs", line, 0);
    put("besidePermille", score("Mail.passedBeside").over(mail(128)).times(1000), 1000);
    long l2 = put("l2Ns", mail(8_000).minus(mail(128)), 0);
    long l3 = put("l3Ns", mail(100_000).minus(mail(128)), l2);
    put("memoryNs", mail(2_000_000).minus(mail(128)), l3);
    long stackL2 = put("stackL2Ns", stackMail(1_500).minus(stackMail(128)), l2);
    long stackL3 = put("stackL3Ns", stackMail(20_000).minus(stackMail(128)), stackL2);
    put("stackMemoryNs", stackMail(400_000).minus(stackMail(128)), stackL3);
  }

  private void tasks() {
    put("roundPs", score("Hop.rounds").times(1000), 0);
    put("payloadPsPerByte", score("Hop.payload").times(1000), 0);
    put("recordNs", score("Mail.noted").minus(mail(128)).minus(score("Clock.nanoTime")), 0);
  }

  /** The distribution of a wake-up. */
  void unpark(Histogram latencies) {
    long least = 0;
    for (int percentile : new int[] {1, 50, 90, 99}) {
      double ns = latencies.getValueAtPercentile(percentile);
      String from =
          "probe: %d wakes, percentile %d".formatted(latencies.getTotalCount(), percentile);
      String number = "unparkP%dNs".formatted(percentile);
      least = put(number, Estimate.once(from, ns), least);
    }
  }

  /** How long a sleep is light, and the wake-up from one. */
  void light(Probes.Light light) {
    put(
        "lightNs",
        Estimate.once("probe: sleeps that take half as long again to end", light.untilNs()),
        0);
    put(
        "unparkLightNs",
        Estimate.once("probe: the longest of the medians after 2, 8 and 32 µs", light.wakeNs()),
        0);
  }

  /** How long a worker is on its way to sleep. */
  void asleepAfter(long ns) {
    put("parkNs", Estimate.once("probe: back within half the time of a sleeper", ns), 0);
  }

  /** How late timers ring. */
  void timer(Histogram late) {
    double ns = late.getValueAtPercentile(50);
    String from = "probe: %d sleeps of 200 µs, median lateness".formatted(late.getTotalCount());
    put("timerLateNs", Estimate.once(from, ns), 0);
  }

  private Estimate mail(int tasks) {
    return score("Mail.passed", "tasks=" + tasks);
  }

  private Estimate stackMail(int tasks) {
    return score("Mail.passedToStack", "tasks=" + tasks);
  }

  private Estimate score(String benchmark, String... parameters) {
    return scores.estimate(benchmark, parameters);
  }

  private long put(String number, Estimate estimate, long least) {
    long value = estimate.atLeast(least);
    costs.put(number, value);
    sources.put(number, estimate.fields());
    return value;
  }

  /** The numbers by their names. */
  Map<String, Long> costs() {
    return costs;
  }

  /** Where each comes from, with its ends. */
  Map<String, Object> sources() {
    return sources;
  }
}
