package io.interleave.queue;

import static org.assertj.core.api.Assertions.assertThat;

import io.interleave.task.Machine;
import io.interleave.task.Task;
import io.interleave.task.Worker;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class FilledTest {
  @Test
  void aRingHoldsNothingOnceItIsEmptyUntilItIsTold() {
    var filled = new Filled(100, true);
    var ring = filled.ring(70, 4);
    ring.offer(
        new Task(Machine.NONE) {
          @Override
          protected boolean poll(Worker worker) {
            return true;
          }
        });
    assertThat(IntStream.range(0, 100).filter(filled::may)).containsExactly(70);
    ring.poll();
    assertThat(IntStream.range(0, 100).filter(filled::may)).isEmpty();
    filled.set(70);
    assertThat(IntStream.range(0, 100).filter(filled::may)).containsExactly(70);
  }

  @Test
  void whereItIsNotKeptAnyMay() {
    var filled = new Filled(64, false);
    filled.clear(5);
    assertThat(IntStream.range(0, 64).allMatch(filled::may)).isTrue();
    assertThat(filled.next(11, 3, 7)).isEqualTo(7);
    assertThat(filled.ring(5, 4)).isExactlyInstanceOf(RunQueue.class);
  }

  /** Whatever the order: what would be met one by one is met, in its order, and nothing else. */
  @Test
  void whoGoesRoundByAnOddStepMeetsAllThatMay() {
    var random = new SplittableRandom(1);
    for (int n : new int[] {2, 8, 64, 256}) {
      for (int trial = 0; trial < 200; trial++) {
        var filled = new Filled(n, true);
        random.ints(random.nextInt(1, 10), 0, n).forEach(filled::set);
        int start = random.nextInt(n);
        int step = random.nextInt(n) | 1;
        List<Integer> oneByOne =
            IntStream.range(0, n)
                .filter(i -> filled.may(start + i * step & n - 1))
                .boxed()
                .toList();
        var met = new ArrayList<Integer>();
        for (int i = filled.next(start, step, 0); i < n; i = filled.next(start, step, i + 1)) {
          met.add(i);
          assertThat(filled.place(start, step, start + i * step & n - 1)).isEqualTo(i);
        }
        assertThat(met).isEqualTo(oneByOne);
      }
    }
  }
}
