package io.interleave.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class QuietTest {
  private static ForkRecord fork(int number, double foreign) {
    return new ForkRecord(
        "a#0",
        "actor-mesh",
        Map.of(),
        "fake",
        "fake",
        Map.of(),
        0,
        1,
        number,
        "",
        "ok",
        null,
        "1",
        Map.of(),
        Map.of("foreign_cpu", foreign),
        List.of());
  }

  private static int measurements(Duration patience, double... foreign) throws Exception {
    var runs = new AtomicInteger();
    var kept =
        new Quiet(patience, () -> 0)
            .measure(
                () -> {
                  Thread.sleep(20);
                  return fork(runs.incrementAndGet(), foreign[runs.get() - 1]);
                },
                _ -> {});
    assertThat(kept.fork()).as("the last one is kept").isEqualTo(runs.get());
    return runs.get();
  }

  @Test
  void whatOthersDisturbedIsMeasuredAgainWhilePatienceLasts() throws Exception {
    assertThat(measurements(Duration.ofSeconds(30), 0.9, 0.4, 0.05)).isEqualTo(3);
    assertThat(measurements(Duration.ofSeconds(30), 0.05)).isEqualTo(1);
    assertThat(measurements(Duration.ofSeconds(30), 0.9, 0.9, 0.9, 0.9))
        .as("what disturbs itself would never end")
        .isEqualTo(3);
    assertThat(measurements(Duration.ZERO, 0.9)).as("no patience, no second time").isEqualTo(1);
    assertThat(measurements(Duration.ofMillis(1), 0.9, 0.9, 0.9)).as("it is used up").isEqualTo(2);
  }

  @Test
  void waitsForOthersAndGoesOnWhenPatienceEnds() throws Exception {
    var other = new ProcessBuilder("sh", "-c", "while :; do :; done").start();
    try {
      var why = new ArrayList<String>();
      long begun = System.nanoTime();
      new Quiet(Duration.ofSeconds(1)).measure(() -> fork(1, 0.9), why::add);
      assertThat(System.nanoTime() - begun).isGreaterThan(Duration.ofSeconds(1).toNanos());
      assertThat(why).isNotEmpty().allMatch(w -> w.matches(".*others use [0-9.]+ processors"));
    } finally {
      other.destroyForcibly().waitFor();
    }
  }
}
