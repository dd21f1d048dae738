package io.interleave.jmh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.interleave.Interleave;
import io.interleave.run.Progress;
import io.interleave.workload.InvalidInput;
import java.io.BufferedReader;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tech.tablesaw.api.Table;

@Timeout(60)
class BenchmarkRunTest {
  private final List<Progress.State> told = Collections.synchronizedList(new ArrayList<>());
  private final CountDownLatch underWay = new CountDownLatch(1);

  private BenchmarkRun shortest(String name) {
    Progress progress =
        (state, _) -> {
          told.add(state);
          if (state.round() > 0) {
            underWay.countDown();
          }
        };
    return new BenchmarkRun(List.of(name), progress)
        .forks(1)
        .warmup(0)
        .iterations(1)
        .milliseconds(50);
  }

  @Test
  void everyBenchmarkSaysWhatItMeasures() {
    Table all = Interleave.open().benchmarks();
    assertThat(all.stringColumn("benchmark").asList())
        .contains("Queue.offerPoll", "Queue.withThief", "Switch.live", "CacheLine.handOver")
        .doesNotHaveDuplicates();
    assertThat(all.stringColumn("what it measures").asList())
        .allSatisfy(text -> assertThat(text).isNotBlank());
  }

  @Test
  void aRunIsATableOfPositiveScoresWithTheirUnit() throws InterruptedException {
    Table table = shortest("Clock").run();
    assertThat(table.columnNames())
        .containsExactly(
            "benchmark",
            "parameters",
            "mode",
            "score",
            "low",
            "high",
            "interval",
            "unit",
            "forks",
            "iterations");
    assertThat(table.rowCount()).isEqualTo(1);
    var row = table.row(0);
    assertThat(row.getString("benchmark")).isEqualTo("Clock.nanoTime");
    assertThat(row.getString("mode")).isEqualTo("avgt");
    assertThat(row.getString("unit")).isEqualTo("ns/op");
    assertThat(row.getDouble("score")).isBetween(1.0, 10_000.0);
    assertThat(row.getInt("forks")).isEqualTo(1);
    assertThat(row.getInt("iterations")).isEqualTo(1);
  }

  @Test
  void bothSidesOfAGroupAreRowsAndItsForksGiveARange() throws InterruptedException {
    Table table = shortest("Queue.withThief").forks(2).run();
    assertThat(table.stringColumn("benchmark").asList())
        .containsExactly("Queue.withThief:owner", "Queue.withThief:thief");
    assertThat(table.stringColumn("interval").asList()).containsOnly("range of 2 forks");
    table.forEach(
        row ->
            assertThat(row.getDouble("score"))
                .isPositive()
                .isBetween(row.getDouble("low"), row.getDouble("high")));
  }

  @Test
  void progressNamesWhatRunsAndEndsWithAllForksDone() throws InterruptedException {
    shortest("Poll.yielding").vary("policy", "go", "fifo").run();
    assertThat(told).extracting(Progress.State::label).contains("Poll.yielding policy=fifo");
    assertThat(told.getLast().done()).isEqualTo(2);
    assertThat(told.getLast().all()).isEqualTo(2);
  }

  @Test
  void forksOfDifferentBenchmarksTakeTurns() throws InterruptedException {
    shortest("Poll.yielding").forks(2).vary("policy", "go", "fifo").run();
    var labels = new ArrayList<String>();
    for (var state : told) {
      if (labels.isEmpty() || !labels.getLast().equals(state.label())) {
        labels.add(state.label());
      }
    }
    String go = "Poll.yielding policy=go";
    String fifo = "Poll.yielding policy=fifo";
    assertThat(labels).containsExactly(go, fifo, go, fifo);
    assertThat(told.getLast().fork()).isEqualTo(1);
  }

  @Test
  void anUnknownNameIsRefusedNamingThoseThereAre() {
    assertThatThrownBy(() -> Interleave.open().benchmark("Queue.offerPol"))
        .isInstanceOf(InvalidInput.class)
        .hasMessageContaining("no benchmark 'Queue.offerPol': there are CacheLine, Clock, ");
  }

  @Test
  void aBenchmarkThatThrowsIsNamedWithWhatItThrew() {
    assertThatThrownBy(() -> shortest("Poll.yielding").vary("policy", "none").run())
        .isInstanceOf(BenchmarkRun.Failed.class)
        .hasMessageContaining("Poll.yielding policy=none: ")
        .hasMessageContaining("no policy 'none'");
  }

  @Test
  void anInterruptLeavesNeitherJmhNorItsFork() throws InterruptedException {
    var thrown = new AtomicReference<Throwable>();
    var cell =
        Thread.ofPlatform()
            .start(
                () -> {
                  try {
                    shortest("Clock").iterations(10_000).run();
                  } catch (Throwable e) {
                    thrown.set(e);
                  }
                });
    assertThat(underWay.await(30, TimeUnit.SECONDS)).isTrue();
    var children = ProcessHandle.current().descendants().toList();
    assertThat(children).hasSizeGreaterThanOrEqualTo(2);
    cell.interrupt();
    cell.join();
    assertThat(thrown.get()).isInstanceOf(InterruptedException.class);
    children.forEach(BenchmarkRunTest::isGone);
  }

  /** As when the kernel or the command line is killed: its end of the pipe closes. */
  @Test
  void theEndOfStandardInputEndsJmhAndItsFork() throws Exception {
    var process = new ProcessBuilder(shortest("Clock").iterations(10_000).command()).start();
    try (BufferedReader out = process.inputReader()) {
      String line = out.readLine();
      while (line != null && !line.startsWith("Iteration")) {
        line = out.readLine();
      }
      var forks = process.descendants().toList();
      assertThat(forks).isNotEmpty();
      process.getOutputStream().close();
      assertThat(process.waitFor()).isEqualTo(130);
      forks.forEach(BenchmarkRunTest::isGone);
    } finally {
      process.destroyForcibly();
    }
  }

  private static void isGone(ProcessHandle process) {
    assertThat(process.onExit().orTimeout(5, TimeUnit.SECONDS)).succeedsWithin(6, TimeUnit.SECONDS);
    assertThat(process.isAlive()).isFalse();
  }
}
