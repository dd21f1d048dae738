package io.interleave.machine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class QueueingModelTest {
  /**
   * With two equal exponential servers and n tasks all n + 1 ways to share them are equally likely
   * (Gordon and Newell 1967), so each server is idle for 1 part in n + 1.
   */
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 4, 20})
  void itsThroughputIsThatOfTheoryAndOfItsPeer(int tasks) {
    double time = new QueueingModel(tasks, 7).run(1_000_000);
    double expected = 2 * (1 - 1.0 / (tasks + 1));
    assertThat(1_000_000 / time).isCloseTo(expected, within(0.01 * expected));
    double peers = new SsjQueueingModel(tasks, 7).run(1_000_000);
    assertThat(1_000_000 / peers).isCloseTo(expected, within(0.01 * expected));
  }

  @Test
  void theSameSeedGivesTheSameTime() {
    assertThat(new QueueingModel(100, 7).run(10_000))
        .isEqualTo(new QueueingModel(100, 7).run(10_000))
        .isNotEqualTo(new QueueingModel(100, 8).run(10_000));
  }
}
