package io.interleave.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.interleave.task.Machine;
import io.interleave.task.Task;
import io.interleave.task.Worker;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class RunQueueTest {
  private static final class Numbered extends Task {
    private final int number;

    private Numbered(int number) {
      super(Machine.NONE);
      this.number = number;
    }

    @Override
    protected boolean poll(Worker worker) {
      return true;
    }
  }

  private static int number(@Nullable Task task) {
    return task instanceof Numbered n ? n.number : -1;
  }

  private static RunQueue of(int capacity, int tasks) {
    var queue = new RunQueue(capacity);
    for (int i = 0; i < tasks; i++) {
      assertThat(queue.offer(new Numbered(i))).isTrue();
    }
    return queue;
  }

  @Test
  void firstInFirstOutAndRefusesWhenFull() {
    var queue = of(4, 4);
    assertThat(queue.offer(new Numbered(4))).isFalse();
    for (int i = 0; i < 4; i++) {
      assertThat(number(queue.poll())).isEqualTo(i);
    }
    assertThat(queue.poll()).isNull();
  }

  @Test
  void aThiefTakesTheOlderHalfRoundedUpOrOne() {
    var victim = of(8, 5);
    var own = new RunQueue(8);
    assertThat(number(victim.stealInto(own, true))).as("the last stolen").isEqualTo(2);
    assertThat(List.of(number(own.poll()), number(own.poll()))).containsExactly(0, 1);
    assertThat(own.poll()).isNull();
    assertThat(number(victim.stealInto(own, false))).isEqualTo(3);
    assertThat(own.isEmpty()).isTrue();
    assertThat(number(victim.poll())).isEqualTo(4);
    assertThat(victim.stealInto(own, true)).isNull();
  }

  @Test
  void aThiefWithAFullQueueStillGetsOne() {
    var victim = of(8, 8);
    var own = of(2, 2);
    assertThat(number(victim.stealInto(own, true))).isZero();
    assertThat(own.size()).isEqualTo(2);
    assertThat(victim.size()).isEqualTo(7);
  }

  @Test
  void overflowMovesTheOlderHalf() {
    assertThat(spilt(false)).containsExactly(0, 1, 2, 3, 8);
  }

  @Test
  void orTheNewerHalfAndTheOlderOneStaysInItsOrder() {
    assertThat(spilt(true)).containsExactly(4, 5, 6, 7, 8);
  }

  /** What overflows of a ring of eight that holds 0 to 7, when 8 comes. */
  private static List<Integer> spilt(boolean newer) {
    var queue = of(8, 8);
    var inject = new InjectQueue();
    assertThat(queue.put(new Numbered(8), inject, newer)).isEqualTo(5);
    for (int left = newer ? 0 : 4; left < (newer ? 4 : 8); left++) {
      assertThat(number(queue.poll())).isEqualTo(left);
    }
    assertThat(queue.poll()).isNull();
    return Stream.generate(inject::poll)
        .takeWhile(Objects::nonNull)
        .map(RunQueueTest::number)
        .toList();
  }

  @Test
  void capacitiesThatAreNoPowerOfTwoAreRefused() {
    for (int capacity : List.of(0, 1, 3, 100, -4)) {
      assertThatThrownBy(() -> new RunQueue(capacity)).hasMessageContaining("power of two");
    }
  }

  /**
   * Each task comes out once, whoever takes it; a small ring, so that its ends meet all the time.
   */
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void nothingIsLostOrTakenTwiceWhileAThiefIsAtIt(boolean newer) throws Exception {
    int tasks = 2_000_000;
    var taken = new AtomicIntegerArray(tasks);
    var queue = new RunQueue(4);
    var inject = new InjectQueue();
    var done = new CountDownLatch(1);
    var failure = new AtomicReference<@Nullable Throwable>();
    var thief =
        Thread.ofPlatform()
            .start(
                () -> {
                  try {
                    var own = new RunQueue(4);
                    while (done.getCount() > 0 || !queue.isEmpty()) {
                      take(queue.stealInto(own, true), taken);
                      for (Task task = own.poll(); task != null; task = own.poll()) {
                        take(task, taken);
                      }
                    }
                  } catch (Throwable e) {
                    failure.set(e);
                  }
                });
    for (int i = 0; i < tasks; i++) {
      queue.put(new Numbered(i), inject, newer);
      if (i % 3 == 0) {
        take(queue.poll(), taken);
      }
    }
    done.countDown();
    thief.join();
    for (Task task = queue.poll(); task != null; task = queue.poll()) {
      take(task, taken);
    }
    for (Task task = inject.poll(); task != null; task = inject.poll()) {
      take(task, taken);
    }
    assertThat(failure.get()).isNull();
    var wrong = new ArrayList<String>();
    for (int i = 0; i < tasks; i++) {
      if (taken.get(i) != 1 && wrong.size() < 5) {
        wrong.add(i + " was taken " + taken.get(i) + " times");
      }
    }
    assertThat(wrong).isEmpty();
  }

  private static void take(@Nullable Task task, AtomicIntegerArray taken) {
    if (task != null) {
      taken.incrementAndGet(number(task));
    }
  }
}
