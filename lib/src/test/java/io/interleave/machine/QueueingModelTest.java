package io.interleave.machine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class QueueingModelTest {
  /**
   * Completions a mean service, by mean value analysis (Reiser and Lavenberg 1980): who comes finds
   * what there is on the average with one task less.
   */
  private static double theory(int tasks, double think) {
    double queue = 0; // at each of the two servers, which are alike
    double throughput = 0;
    for (int n = 1; n <= tasks; n++) {
      double response = 1 + queue;
      throughput = n / (think + 2 * response);
      queue = throughput * response;
    }
    return 2 * throughput;
  }

  @ParameterizedTest
  @CsvSource({"1, 0", "2, 0", "4, 0", "20, 0", "1, 5", "20, 30", "500, 400"})
  void itsThroughputIsThatOfTheoryAndOfItsPeer(int tasks, double think) {
    double expected = theory(tasks, think);
    double time = new QueueingModel(tasks, think, 7).run(1_000_000);
    assertThat(1_000_000 / time).isCloseTo(expected, within(0.01 * expected));
    double peers = new SsjQueueingModel(tasks, think, 7).run(1_000_000);
    assertThat(1_000_000 / peers).isCloseTo(expected, within(0.01 * expected));
  }

  @Test
  void theSameSeedGivesTheSameTime() {
    assertThat(new QueueingModel(100, 50, 7).run(10_000))
        .isEqualTo(new QueueingModel(100, 50, 7).run(10_000))
        .isNotEqualTo(new QueueingModel(100, 50, 8).run(10_000));
  }
}
