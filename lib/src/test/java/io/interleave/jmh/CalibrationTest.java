package io.interleave.jmh;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.interleave.machine.Costs;
import io.interleave.run.Progress;
import io.interleave.workload.InvalidInput;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

@Timeout(300)
class CalibrationTest {
  /** As JMH writes them: a benchmark, its parameters, its score in the one turn there was. */
  private static Scores scores(Object... rows) {
    var results = JsonMapper.shared().createArrayNode();
    for (int i = 0; i < rows.length; i += 3) {
      var result = results.addObject().put("benchmark", "io.interleave.jmh." + rows[i]);
      var parameters = result.putObject("params");
      for (String parameter : ((String) rows[i + 1]).split(" ")) {
        parameters.put(parameter.replaceFirst("=.*", ""), parameter.replaceFirst(".*=", ""));
      }
      var fork = result.putObject("primaryMetric").putArray("rawData").addArray();
      fork.add(((Number) rows[i + 2]).doubleValue());
    }
    return Scores.read(results.toString());
  }

  private static Derivation made() {
    return new Derivation(
        scores(
            "Wake.own",
            "policy=tokio",
            12,
            "Switch.bare",
            "policy=tokio representation=stackless",
            30,
            "Switch.stealableSlot",
            "",
            45,
            "Switch.live",
            "policy=tokio representation=stackless",
            40,
            "Mail.passedToStack",
            "tasks=128",
            170,
            "Mail.passedToStack",
            "tasks=1500",
            200,
            "Mail.passedToStack",
            "tasks=20000",
            290,
            "Mail.passedToStack",
            "tasks=400000",
            700,
            "Mail.passed",
            "tasks=128",
            60,
            "Mail.passed",
            "tasks=8000",
            65,
            "Mail.passed",
            "tasks=100000",
            64,
            "Mail.passed",
            "tasks=2000000",
            200,
            "Hop.rounds",
            "",
            4,
            "Hop.payload",
            "",
            0.25,
            "Mail.noted",
            "",
            101,
            "Clock.nanoTime",
            "",
            20,
            "Queue.look",
            "",
            2,
            "Queue.stealOne",
            "",
            10,
            "Queue.stealHalf",
            "",
            72,
            "Queue.inject",
            "",
            30,
            "Queue.injectContended",
            "",
            360,
            "Mail.passedBeside",
            "",
            57,
            "CacheLine.apart",
            "lines=1000",
            9,
            "CacheLine.shared",
            "lines=1000",
            34,
            "Park.unpark",
            "",
            5_000));
  }

  @Test
  void everyNumberComesFromItsBenchmarks() {
    assertThat(made().costs())
        .containsAllEntriesOf(
            Map.of(
                "switchNs", 28L,
                "messageNs", 34L,
                "continuationNs", 110L,
                "stealNs", 8L,
                "stolenNs", 2L,
                "lockNs", 15L,
                "lineNs", 50L,
                "roundPs", 4_000L,
                "payloadPsPerByte", 250L,
                "recordNs", 21L))
        .containsEntry("stackL3Ns", 120L)
        .containsEntry("slotNs", 20L)
        .as("what is further away is never nearer, and nobody gains by company")
        .containsEntry("lockLinesPermille", 1_500L)
        .containsEntry("l2Ns", 5L)
        .containsEntry("l3Ns", 5L)
        .containsEntry("besidePermille", 1_000L);
  }

  @Test
  void whatIsDoneToScoresIsToldWithItsEnds() {
    var source = JsonMapper.shared().valueToTree(made().sources()).path("switchNs");
    assertThat(source.path("from").asString())
        .isEqualTo("Switch.live representation=stackless − Wake.own");
    assertThat(source.path("low").asDouble()).isEqualTo(28);
    assertThat(source.path("high").asDouble()).isEqualTo(28);
  }

  @Test
  void whatSlowsAWholeTurnDownDoesNotMoveADifference() {
    var turns =
        scores(
            "Wake.own",
            "",
            10,
            "Switch.live",
            "",
            30, // a turn
            "Wake.own",
            "",
            20,
            "Switch.live",
            "",
            41, // a slow one
            "Wake.own",
            "",
            11,
            "Switch.live",
            "",
            32);
    var difference = turns.estimate("Switch.live").minus(turns.estimate("Wake.own"));
    assertThat(difference.fields())
        .containsEntry("value", 21.0)
        .containsEntry("low", 20.0)
        .containsEntry("high", 21.0);
  }

  @Test
  void wakeUpsAndTimersComeFromTheirDistributions() {
    var latencies = new Histogram(1, 1_000_000, 3);
    for (int i = 1; i <= 100; i++) {
      latencies.recordValue(i);
    }
    var derivation = made();
    derivation.unpark(latencies);
    derivation.asleepAfter(200);
    derivation.light(new Probes.Light(6_000, 150_000));
    derivation.timer(latencies);
    assertThat(derivation.costs())
        .containsEntry("unparkP1Ns", 1L)
        .containsEntry("unparkP99Ns", 99L)
        .containsEntry("lightNs", 150_000L)
        .containsEntry("unparkLightNs", 6_000L)
        .containsEntry("timerLateNs", 50L);
  }

  @Test
  void aMissingScoreIsNamed() {
    assertThatThrownBy(() -> new Derivation(scores())).hasMessageContaining("no score of Wake.own");
  }

  @Test
  void aWakeUpTakesTimeAndATimerIsLate() throws InterruptedException {
    assertThat(Probes.unpark(20, 0).getTotalCount()).isEqualTo(20);
    assertThat(Probes.unpark(20, 100_000).getMinValue()).isGreaterThan(100);
    assertThat(Probes.light(20).wakeNs()).isGreaterThan(100);
    assertThat(Probes.light(20).untilNs()).isBetween(0L, 3_000_000L);
    assertThat(Probes.asleepAfter(20)).isBetween(50L, 102_400L);
    assertThat(Probes.timer(5).getMaxValue()).isGreaterThan(100);
  }

  /** The real thing, all benchmarks, at its roughest. */
  @Test
  void aQuickOneWritesCostsThatCanBeRead(@TempDir Path folder) throws Exception {
    Path file = new Calibration(folder.resolve("new"), Progress.SILENT).quick().run("here");
    String text = Files.readString(file);
    Costs costs = Costs.parse(text);
    assertThat(costs.name()).isEqualTo("here");
    assertThat(costs.roundPs()).isBetween(500L, 100_000L);
    assertThat(costs.unparkP50Ns()).isGreaterThan(100);
    var about = JsonMapper.shared().readTree(text).path("about");
    assertThat(about.path("benchmarks").size()).isGreaterThan(20);
    assertThat(about.path("host").path("processors").asInt()).isPositive();
    assertThat(about.path("sources").propertyNames()).contains("lineNs", "timerLateNs");
    try (var files = Files.list(file.getParent())) {
      assertThat(files).containsExactly(file);
    }
    assertThatThrownBy(
            () -> new Calibration(requireNonNull(file.getParent()), Progress.SILENT).run("here"))
        .isInstanceOf(InvalidInput.class)
        .hasMessageContaining("is there already");
  }

  @Test
  void aNameThatIsNoneIsRefusedBeforeAnythingRuns(@TempDir Path folder) {
    for (String name : new String[] {"a b", "../x", "", "epyc-7763"}) {
      assertThatThrownBy(() -> new Calibration(folder, Progress.SILENT).run(name))
          .isInstanceOf(InvalidInput.class)
          .hasMessageContaining("is no name for a calibration");
    }
  }
}
