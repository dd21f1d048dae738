package io.interleave.task;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.interleave.Lincheck;
import java.util.ArrayDeque;
import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A receiver's mailbox, in interleavings of all steps. */
class MailboxInAnyInterleavingTest {
  private static final int NONE = -1;

  private static final class Numbered extends Message {
    private final int number;

    private Numbered(int number) {
      this.number = number;
    }
  }

  private static final class Nowhere extends Machine.None {
    @Override
    public void ready(@Nullable Worker by, Task task, boolean yielded) {}
  }

  private static final class Box extends Receiver<Numbered> {
    private final Worker worker = new Worker(new Nowhere(), 0) {};

    private Box(int bound) {
      super(new Nowhere(), bound);
    }

    @Override
    protected boolean poll(Worker polledBy) {
      return false;
    }

    private int take() {
      Numbered message = receive(worker);
      return message == null ? NONE : message.number;
    }
  }

  /** Both send, one of them receives. */
  public static class Unbounded {
    private final Box box = new Box(0);

    @Operation
    public boolean send(@Param(gen = IntGen.class, conf = "1:9") int number) {
      return box.offer(new Numbered(number), null);
    }

    @Operation(nonParallelGroup = "receiver")
    public int receive() {
      return box.take();
    }
  }

  /** What {@link Unbounded} is, one operation at a time. */
  public static class Queue {
    final ArrayDeque<Integer> queue = new ArrayDeque<>();

    public boolean send(int number) {
      return queue.add(number);
    }

    public int receive() {
      return queue.isEmpty() ? NONE : queue.remove();
    }
  }

  /**
   * One sends, one receives. With two senders one may be refused for the room that the other has
   * taken and not filled yet, which is no order of whole operations.
   */
  public static class RoomForTwo {
    private final Box box = new Box(2);

    @Operation(nonParallelGroup = "sender")
    public boolean send(@Param(gen = IntGen.class, conf = "1:9") int number) {
      return box.offer(new Numbered(number), null);
    }

    @Operation(nonParallelGroup = "receiver")
    public int receive() {
      return box.take();
    }
  }

  /** What {@link RoomForTwo} is, one operation at a time. */
  public static class QueueOfTwo extends Queue {
    @Override
    public boolean send(int number) {
      return queue.size() < 2 && super.send(number);
    }
  }

  /** Receives by both, though only the owner may. */
  public static class TwoReceivers {
    private final Box box = new Box(0);

    @Operation
    public boolean send(@Param(gen = IntGen.class, conf = "1:9") int number) {
      return box.offer(new Numbered(number), null);
    }

    @Operation
    public int receive() {
      return box.take();
    }
  }

  @Test
  @Timeout(120)
  void behavesAsIfOneOperationWereDoneAtATime() {
    Lincheck.check(Unbounded.class, Queue.class, 3, 100);
    Lincheck.check(RoomForTwo.class, QueueOfTwo.class, 3, 100);
  }

  @Test
  @Tag("stress")
  @Timeout(1800)
  void behavesAsIfOneOperationWereDoneAtATimeInManyMore() {
    Lincheck.check(Unbounded.class, Queue.class, 50, 500);
    Lincheck.check(RoomForTwo.class, QueueOfTwo.class, 50, 500);
  }

  @Test
  @Timeout(120)
  void aSecondReceiverIsCaught() {
    assertThatThrownBy(() -> Lincheck.check(TwoReceivers.class, Queue.class, 30, 1_000))
        .isInstanceOf(AssertionError.class);
  }
}
