package io.interleave.machine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CostsTest {
  @Test
  void whatAFileDoesNotSayIsItsBases() {
    var costs =
        Costs.parse(
            """
            {"name": "mine", "base": "epyc-7763", "pushNs": 9, "about": {"host": "any"},
             "unparkP50Ns": 90000, "unparkP90Ns": 100000, "unparkP99Ns": 200000}
            """);
    assertThat(costs)
        .isEqualTo(
            Costs.EPYC_7763
                .with("pushNs", 9)
                .with("unparkP99Ns", 200_000)
                .with("unparkP90Ns", 100_000)
                .with("unparkP50Ns", 90_000)
                .named("mine"));
    assertThat(Costs.parse("{}")).isEqualTo(Costs.DEFAULT);
    var quick =
        Costs.parse(
            "{\"unparkP1Ns\": 1, \"unparkP50Ns\": 2, \"unparkP90Ns\": 3, \"unparkP99Ns\": 4}");
    assertThat(quick.unparkP99Ns()).isEqualTo(4);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {"pushNs": -1}                       | pushNs=-1: expected 0 to
          {"pushNs": 1.5}                      | pushNs=1.5: expected an integer
          {"pushNanos": 1}                     | unknown constant pushNanos: expected one of name, switchNs
          {"base": "cray"}                     | costs=cray: expected a file, or one of default, epyc-7763, go
          {"unparkP50Ns": 70000}               | unparkP90Ns=7100: expected 70000 to
          {"timerNs": 0}                       | timerNs=0: expected 1 to
          {"name": ""}                         | name: expected the name of a machine
          [1]                                  | the costs are no JSON object
          what?                                | the costs are no JSON:
          """)
  void whatMakesNoSenseIsRefusedInOneLine(String json, String message) {
    assertThatThrownBy(() -> Costs.parse(json))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(message)
        .hasMessageNotContaining("\n");
  }

  @Test
  void wakeUpsAreDistributedAsTheirQuantilesSay() {
    var random = new SplittableRandom(1);
    long[] draws =
        random.longs(100_000).map(bits -> Costs.DEFAULT.unparkNs(0, bits)).sorted().toArray();
    assertThat(draws[0]).isEqualTo(3_200);
    assertThat(draws[50_000]).isBetween(3_900L, 4_100L);
    assertThat(draws[90_000]).isBetween(6_800L, 7_900L);
    assertThat(draws[99_000]).isBetween(58_000L, 62_000L);
    assertThat(draws[99_999]).isBetween(100_000L, 120_000L);
  }

  @Test
  void whoSleepsLightlyWakesInOneTime() {
    var costs = Costs.DEFAULT.with("lightNs", 100_000).with("unparkLightNs", 777);
    var random = new SplittableRandom(1);
    assertThat(random.longs(100).map(bits -> costs.unparkNs(99_999, bits))).containsOnly(777L);
    assertThat(random.longs(100).map(bits -> costs.unparkNs(100_000, bits)))
        .allMatch(ns -> ns >= 3_200);
  }

  @Test
  void everyPresetIsFoundByItsName() {
    assertThat(Costs.PRESETS).hasSize(7);
    Costs.PRESETS.forEach((name, costs) -> assertThat(Costs.preset(name)).isSameAs(costs));
  }
}
