package io.interleave.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.interleave.table.Effects.Effect;
import io.interleave.table.Interval.Kind;
import io.interleave.workload.Histograms;
import io.interleave.workload.InvalidInput;
import java.util.List;
import java.util.Random;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/** Samples of a 2 × 2 × 2 factorial with effects that were put in. */
final class EffectsTest {
  private static final String[] FACTORS = {"policy", "representation", "gc"};

  private final Random random = new Random(3);
  private final Table table =
      Table.create(
          StringColumn.create("runtime"),
          StringColumn.create("label"),
          StringColumn.create("phase"),
          StringColumn.create("outcome"),
          IntColumn.create("fork"),
          IntColumn.create("round"),
          DoubleColumn.create("throughput_per_s"),
          StringColumn.create("hop_histogram"));

  private void row(String label, String outcome, int fork, int round, double throughput) {
    var row = table.appendRow();
    row.setString("runtime", label.split(" ")[0]);
    row.setString("label", label);
    row.setString("phase", outcome.equals("ok") ? "timed" : "");
    row.setString("outcome", outcome);
    row.setInt("fork", fork);
    row.setInt("round", round);
    row.setDouble("throughput_per_s", throughput);
    var hops = Histograms.empty();
    for (int i = 1; i <= 100; i++) {
      hops.recordValue(Math.round(1e9 * i / throughput));
    }
    row.setString("hop_histogram", outcome.equals("ok") ? Histograms.encode(hops) : "");
  }

  /**
   * Tokio's policy is 1.5 times Go's; stackful tasks have 0.8 of the throughput, and with ZGC half
   * of that again: an interaction. ZGC alone changes nothing. Each pass is slower than the one
   * before, for all.
   */
  private Table samples(int forks) {
    for (int fork = 0; fork < forks; fork++) {
      double pass = 1e6 * Math.pow(0.7, fork);
      row("go", "ok", fork, 0, pass * 9);
      for (var policy : List.of("go", "tokio")) {
        for (var tasks : List.of("stackless", "stackful")) {
          for (var gc : List.of("", " gc=zgc")) {
            double throughput =
                pass
                    * (policy.equals("tokio") ? 1.5 : 1)
                    * (tasks.equals("stackful") ? 0.8 : 1)
                    * (tasks.equals("stackful") && !gc.isEmpty() ? 0.5 : 1)
                    * Math.exp(0.01 * random.nextGaussian());
            row("live:" + policy + "/" + tasks + gc, "ok", fork, 1, throughput);
            row("live:" + policy + "/" + tasks + gc, "ok", fork, 2, throughput);
          }
        }
      }
    }
    return table;
  }

  private static Effect effect(List<Effect> effects, String change) {
    return effects.stream().filter(e -> e.change().equals(change)).findFirst().orElseThrow();
  }

  private static void isAbout(Effect effect, double ratio) {
    assertThat(effect.ratio().median()).isCloseTo(ratio, Offset.offset(0.03 * ratio));
    assertThat(effect.ratio().low()).isLessThan(ratio * 1.01);
    assertThat(effect.ratio().high()).isGreaterThan(ratio * 0.99);
  }

  @Test
  void aMainEffectIsTheMeanRatioOverTheOtherFactors() {
    var effects = Effects.onThroughput(samples(10), FACTORS).main();
    isAbout(effect(effects, "policy: tokio ÷ go"), 1.5);
    isAbout(effect(effects, "representation: stackful ÷ stackless"), 0.8 * Math.sqrt(0.5));
    isAbout(effect(effects, "gc: zgc ÷ default"), Math.sqrt(0.5));
    assertThat(effects).hasSize(3).allMatch(e -> e.pairs() == 4);
  }

  @Test
  void anInteractionIsFoundWhereOneIsAndNoneElsewhere() {
    var effects = Effects.onThroughput(samples(10), FACTORS).interactions();
    var found = effect(effects, "stackful ÷ stackless × zgc ÷ default");
    isAbout(found, 0.5);
    assertThat(found.reading()).isEqualTo("less");
    isAbout(effect(effects, "tokio ÷ go × stackful ÷ stackless"), 1);
    isAbout(effect(effects, "tokio ÷ go × zgc ÷ default"), 1);
  }

  @Test
  void noDifferenceIsSaidWhenTheIntervalSpansOne() {
    var none = new Effect("", false, new Interval(1.01, 0.99, 1.03, 10, Kind.CI95), 1);
    var greater = new Effect("", false, new Interval(1.04, 1.01, 1.06, 10, Kind.CI95), 1);
    assertThat(none.reading()).isEqualTo("no difference");
    assertThat(greater.reading()).isEqualTo("greater");
  }

  @Test
  void whatSlowsAWholePassDownDoesNotWidenTheIntervals() {
    var policy = effect(Effects.onThroughput(samples(10), FACTORS).main(), "policy: tokio ÷ go");
    assertThat(policy.ratio().high() / policy.ratio().low()).isLessThan(1.03);
    assertThat(policy.ratio().kind()).isEqualTo(Kind.CI95);
  }

  @Test
  void effectsOnTheTailAreOfMergedHistograms() {
    var effects = Effects.onLatency(samples(10), 99, FACTORS);
    assertThat(effects.measure()).isEqualTo("p99");
    isAbout(effect(effects.main(), "policy: tokio ÷ go"), 1 / 1.5);
  }

  @Test
  void aForkWhoseFirstTokenRetiredAtOnceIsJudgedByTheRest() {
    samples(6);
    table.addColumns(table.stringColumn("hop_histogram").copy().setName("hop_drain_histogram"));
    for (int row = 0; row < 20; row++) {
      table.stringColumn("hop_histogram").set(row, Histograms.encode(Histograms.empty()));
    }
    isAbout(effect(Effects.onLatency(table, 99, FACTORS).main(), "policy: tokio ÷ go"), 1 / 1.5);
  }

  @Test
  void withoutAnyLatencyThatIsSaid() {
    samples(2);
    for (int row = 0; row < table.rowCount(); row++) {
      table.stringColumn("hop_histogram").set(row, "");
    }
    assertThatThrownBy(() -> Effects.onLatency(table, 99, FACTORS))
        .isInstanceOf(InvalidInput.class)
        .hasMessageContaining("record=off");
  }

  @Test
  void fewPassesGiveTheRange() {
    var effects = Effects.onThroughput(samples(2), FACTORS).main();
    assertThat(effects).allMatch(e -> e.ratio().kind() == Kind.RANGE && e.ratio().n() == 2);
  }

  @Test
  void aCellThatNeverFinishedIsNamedAndItsPairsAreLeftOut() {
    samples(6);
    for (int fork = 0; fork < 6; fork++) {
      row("live:go/stackless gc=epsilon", "ok", fork, 1, 2e6 * Math.pow(0.7, fork));
      row("live:tokio/stackless gc=epsilon", "dnf", fork, 0, Double.NaN);
    }
    var effects = Effects.onThroughput(table, FACTORS);
    assertThat(effects.failed()).containsExactly("live:tokio/stackless gc=epsilon");
    var epsilon = effect(effects.main(), "gc: epsilon ÷ default");
    assertThat(epsilon.pairs()).isEqualTo(1);
    isAbout(epsilon, 2);
  }

  @Test
  void twoTrialsOfOneCellAreRefused() {
    samples(2);
    row("live:go/stackless heap=256", "ok", 0, 1, 1e6);
    assertThatThrownBy(() -> Effects.onThroughput(table, FACTORS))
        .isInstanceOf(InvalidInput.class)
        .hasMessageContaining("differ in something else too");
  }

  @Test
  void withoutAnyFactorThatChangesThereAreNone() {
    row("live:go/stackless", "ok", 0, 1, 1e6);
    assertThatThrownBy(() -> Effects.onThroughput(table, FACTORS))
        .isInstanceOf(InvalidInput.class)
        .hasMessageContaining("none of them changes");
    table.clear();
    assertThatThrownBy(() -> Effects.onThroughput(table, FACTORS))
        .isInstanceOf(InvalidInput.class)
        .hasMessageContaining("no timed row");
  }
}
