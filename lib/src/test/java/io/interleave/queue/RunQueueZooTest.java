package io.interleave.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.interleave.task.Machine;
import io.interleave.task.Task;
import io.interleave.task.Worker;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The bug of {@code SchedulerZooTest}'s table that is a ring's. */
class RunQueueZooTest {
  /** Somebody comes in between copy and claim. */
  private static class Interrupted extends RunQueue {
    private Runnable between = () -> {};

    private Interrupted() {
      super(8);
    }

    @Override
    boolean claim(long head, int n) {
      Runnable once = between;
      between = () -> {};
      once.run();
      return super.claim(head, n);
    }
  }

  /** Takes what it copied, whether or not another has claimed it meanwhile. */
  private static final class Greedy extends Interrupted {
    @Override
    boolean claim(long head, int n) {
      super.claim(head, n);
      return true;
    }
  }

  private static Task task() {
    return new Task(Machine.NONE) {
      @Override
      protected boolean poll(Worker worker) {
        return true;
      }
    };
  }

  private static void eachTaskComesOutOnce(Interrupted ring, boolean popOutside) {
    var pushed = new ArrayList<Task>();
    for (int i = 0; i < 3; i++) {
      pushed.add(task());
      ring.offer(pushed.getLast());
    }
    var taken = new ArrayList<@Nullable Task>();
    Runnable pop = () -> taken.add(ring.poll());
    Runnable steal = () -> taken.addAll(stolenFrom(ring));
    ring.between = popOutside ? steal : pop;
    (popOutside ? pop : steal).run();
    for (Task left = ring.poll(); left != null; left = ring.poll()) {
      taken.add(left);
    }
    taken.removeIf(Objects::isNull);
    assertThat(taken).as("what was taken").containsExactlyInAnyOrderElementsOf(pushed);
  }

  private static List<@Nullable Task> stolenFrom(RunQueue ring) {
    var own = new RunQueue(8);
    var stolen = new ArrayList<@Nullable Task>();
    stolen.add(ring.stealInto(own, true));
    for (Task task = own.poll(); task != null; task = own.poll()) {
      stolen.add(task);
    }
    return stolen;
  }

  @Test
  void popsAndStealsGiveEachTaskOnce() {
    eachTaskComesOutOnce(new Interrupted(), true);
    eachTaskComesOutOnce(new Interrupted(), false);
  }

  @Test
  void aRingThatPopsATaskTwiceIsCaught() {
    assertThatThrownBy(() -> eachTaskComesOutOnce(new Greedy(), true))
        .hasMessageContaining("what was taken");
    assertThatThrownBy(() -> eachTaskComesOutOnce(new Greedy(), false))
        .hasMessageContaining("what was taken");
  }
}
