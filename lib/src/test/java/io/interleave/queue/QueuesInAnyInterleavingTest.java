package io.interleave.queue;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.interleave.Lincheck;
import io.interleave.task.Machine;
import io.interleave.task.Task;
import io.interleave.task.Worker;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Owner and thief of a ring, and the users of the inject queue, in interleavings of all steps. */
class QueuesInAnyInterleavingTest {
  private static final int NONE = -1;

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
    return task instanceof Numbered n ? n.number : NONE;
  }

  private static List<Integer> numbers(@Nullable Task last, RunQueue others) {
    var numbers = new ArrayList<Integer>();
    for (Task task = others.poll(); task != null; task = others.poll()) {
      numbers.add(number(task));
    }
    if (last != null) {
      numbers.add(number(last));
    }
    return numbers;
  }

  /** A thief that takes one; the ring is so small that it is full and empty all the time. */
  public static class RingOfTwo {
    private final RunQueue ring;

    public RingOfTwo() {
      this(new RunQueue(2));
    }

    RingOfTwo(RunQueue ring) {
      this.ring = ring;
    }

    @Operation(nonParallelGroup = "owner")
    public boolean push(@Param(gen = IntGen.class, conf = "1:9") int number) {
      return ring.offer(new Numbered(number));
    }

    @Operation(nonParallelGroup = "owner")
    public int pop() {
      return number(ring.poll());
    }

    @Operation(nonParallelGroup = "thief")
    public int steal() {
      return number(ring.stealInto(new RunQueue(2), false));
    }
  }

  /** What {@link RingOfTwo} is, one operation at a time. */
  public static class TwoPlaces {
    private final ArrayDeque<Integer> queue = new ArrayDeque<>();

    public boolean push(int number) {
      return queue.size() < 2 && queue.add(number);
    }

    public int pop() {
      return queue.isEmpty() ? NONE : queue.remove();
    }

    public int steal() {
      return pop();
    }
  }

  /** Takes what it copied, whether or not another has claimed it meanwhile. */
  public static class GreedyRing extends RingOfTwo {
    public GreedyRing() {
      super(
          new RunQueue(2) {
            @Override
            boolean claim(long head, int n) {
              super.claim(head, n);
              return true;
            }
          });
    }
  }

  /**
   * A thief that takes half. The owner's four pushes never fill it: a push may be refused for what
   * a thief is about to take, which is no order of whole operations.
   */
  public static class RingOfFour {
    private final RunQueue ring = new RunQueue(4);

    @Operation(nonParallelGroup = "owner")
    public boolean push(@Param(gen = IntGen.class, conf = "1:9") int number) {
      return ring.offer(new Numbered(number));
    }

    @Operation(nonParallelGroup = "owner")
    public int pop() {
      return number(ring.poll());
    }

    @Operation(nonParallelGroup = "thief")
    public List<Integer> steal() {
      var own = new RunQueue(4);
      return numbers(ring.stealInto(own, true), own);
    }
  }

  /** What {@link RingOfFour} is, one operation at a time. */
  public static class FourPlaces {
    private final ArrayDeque<Integer> queue = new ArrayDeque<>();

    public boolean push(int number) {
      return queue.size() < 4 && queue.add(number);
    }

    public int pop() {
      return queue.isEmpty() ? NONE : queue.remove();
    }

    public List<Integer> steal() {
      var stolen = new ArrayList<Integer>();
      for (int half = (queue.size() + 1) / 2; half > 0; half--) {
        stolen.add(queue.remove());
      }
      return stolen;
    }
  }

  /** The inject queue, and a grab of two at most. */
  public static class Shared {
    private final InjectQueue queue = new InjectQueue();

    @Operation
    public void push(@Param(gen = IntGen.class, conf = "1:9") int number) {
      queue.push(new Numbered(number));
    }

    @Operation
    public int poll() {
      return number(queue.poll());
    }

    @Operation
    public List<Integer> grab() {
      var own = new RunQueue(4);
      Task first = queue.grabShare(1, own);
      var numbers = numbers(null, own);
      if (first != null) {
        numbers.addFirst(number(first));
      }
      return numbers;
    }
  }

  /** What {@link Shared} is, one operation at a time. */
  public static class OneList {
    private final ArrayDeque<Integer> queue = new ArrayDeque<>();

    public void push(int number) {
      queue.add(number);
    }

    public int poll() {
      return queue.isEmpty() ? NONE : queue.remove();
    }

    public List<Integer> grab() {
      var grabbed = new ArrayList<Integer>();
      while (grabbed.size() < 2 && !queue.isEmpty()) {
        grabbed.add(queue.remove());
      }
      return grabbed;
    }
  }

  private static void check(int iterations, int invocations) {
    Lincheck.check(RingOfTwo.class, TwoPlaces.class, iterations, invocations);
    Lincheck.check(RingOfFour.class, FourPlaces.class, iterations, invocations);
    Lincheck.check(Shared.class, OneList.class, iterations, invocations);
  }

  @Test
  @Timeout(120)
  void behaveAsIfOneOperationWereDoneAtATime() {
    check(3, 100);
  }

  @Test
  @Tag("stress")
  @Timeout(1800)
  void behaveAsIfOneOperationWereDoneAtATimeInManyMore() {
    check(50, 500);
  }

  @Test
  @Timeout(120)
  void aRingThatGivesATaskTwiceIsCaught() {
    assertThatThrownBy(() -> Lincheck.check(GreedyRing.class, TwoPlaces.class, 30, 1_000))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("Invalid execution results");
  }
}
