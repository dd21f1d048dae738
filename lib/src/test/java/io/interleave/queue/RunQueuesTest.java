package io.interleave.queue;

import static org.assertj.core.api.Assertions.assertThat;

import io.interleave.task.Machine;
import io.interleave.task.Task;
import io.interleave.task.Worker;
import java.util.ArrayList;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RunQueuesTest {
  private static Task task() {
    return new Task(Machine.NONE) {
      @Override
      protected boolean poll(Worker worker) {
        return true;
      }
    };
  }

  private static Worker worker(int index) {
    return new Worker(Machine.NONE, index) {};
  }

  /** What a thief finds who goes all the way round, and how often it looked. */
  private static String round(RunQueues queues, int n, Worker thief, int start) {
    var found = new ArrayList<Integer>();
    for (int i = queues.next(thief, start, 0); i < n; i = queues.next(thief, start, i + 1)) {
      thief.counters.stealTries++;
      int victim = (start + i) % n;
      assertThat(victim).isNotEqualTo(thief.index);
      if (!queues.of(victim).isEmpty()) {
        found.add(victim);
      }
    }
    return found + " in " + thief.counters.stealTries;
  }

  /** The same is done to both kinds; the one that notes misses nothing and counts the same. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 63, 64, 65, 200})
  void aThiefWhoPassesEmptyQueuesByFindsAndCountsAllTheSame(int n) {
    var random = new SplittableRandom(n);
    var noting = new RunQueues(n, 4, true);
    var looking = new RunQueues(n, 4, false);
    var inject = new InjectQueue();
    for (int step = 0; step < 2_000; step++) {
      int at = random.nextInt(n);
      int other = random.nextInt(n);
      int kind = random.nextInt(4);
      boolean newer = random.nextBoolean();
      for (var queues : new RunQueues[] {noting, looking}) {
        switch (kind) {
          case 0 -> queues.of(at).put(task(), inject, newer);
          case 1, 2 -> queues.of(at).poll();
          default ->
              queues.of(at).stealInto(at == other ? new RunQueue(4) : queues.of(other), true);
        }
      }
      int start = random.nextInt(1 << 16);
      assertThat(round(noting, n, worker(at), start))
          .isEqualTo(round(looking, n, worker(at), start));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 1_000})
  void aThiefWhoPassesByLooksOnlyWhereThereMayBeSomething(int n) {
    var queues = new RunQueues(n, 4, true);
    queues.of(1).offer(task());
    var places =
        IntStream.iterate(
                queues.next(worker(0), 0, 0),
                place -> place < n,
                place -> queues.next(worker(0), 0, place + 1))
            .toArray();
    assertThat(places).containsExactly(1);
  }
}
