package io.interleave.machine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.PriorityQueue;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class EventQueueTest {
  /** As the machine uses it: the first is replaced or removed, others are added later than it. */
  @Test
  void givesEventsInTheOrderOfTimeAndThenOfTheirSources() {
    var random = new SplittableRandom(7);
    for (int sources : new int[] {1, 2, 3, 5, 64, 1_025}) {
      var queue = new EventQueue(sources);
      var expected = new PriorityQueue<Long>();
      queue.add(0, 0);
      expected.add(0L);
      for (int i = 0; i < 20_000; i++) {
        long event = queue.first();
        assertThat(event).isEqualTo(expected.remove());
        long now = queue.time(event);
        for (int more = random.nextInt(3); more > 0 && queue.size() < sources; more--) {
          add(queue, expected, now + 1 + random.nextInt(9), random.nextInt(sources));
        }
        if (queue.size() > 1 && random.nextInt(3) == 0) {
          queue.removeFirst();
        } else {
          long time = now + random.nextInt(9);
          queue.replaceFirst(time, queue.source(event));
          expected.add(time * factor(sources) + queue.source(event));
        }
        assertThat(queue.size()).isEqualTo(expected.size());
      }
    }
  }

  private static void add(EventQueue queue, PriorityQueue<Long> expected, long time, int source) {
    queue.add(time, source);
    expected.add(time * factor(queue) + source);
  }

  private static long factor(EventQueue queue) {
    return Long.MAX_VALUE / queue.horizon();
  }

  private static long factor(int sources) {
    return factor(new EventQueue(sources));
  }

  @Test
  void theEndOfTimeIsTold() {
    var queue = new EventQueue(1_024);
    assertThat(queue.horizon()).isGreaterThan(100L * 24 * 3600 * 1_000_000_000 / 2);
    assertThatThrownBy(() -> queue.add(Long.MAX_VALUE / 2, 0))
        .hasMessageContaining("simulated time ends");
  }
}
