package io.interleave.machine;

import static org.assertj.core.api.Assertions.assertThat;

import io.interleave.policy.GoPolicy;
import io.interleave.policy.TokioPolicy;
import io.interleave.task.Machine;
import io.interleave.task.Message;
import io.interleave.task.Receiver;
import io.interleave.task.Sending;
import io.interleave.task.StackfulTask;
import io.interleave.task.Task;
import io.interleave.task.Worker;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Mailboxes, by both representations, with so little room that nearly all wait. */
@Timeout(60)
class ReceiverTest {
  private static final int SENDERS = 20;
  private static final int EACH = 5_000;
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private static final class Numbered extends Message {
    private final int sender;
    private final int number;

    private Numbered(int sender, int number) {
      this.sender = sender;
      this.number = number;
    }
  }

  /** Checks that each sender's messages come once and in order. */
  private static final class Checked {
    private final int[] next = new int[SENDERS];
    private int received;

    private void take(Numbered message) {
      assertThat(message.number).isEqualTo(next[message.sender]++);
      received++;
    }

    private boolean all() {
      return received == SENDERS * EACH;
    }
  }

  private static final class Reader extends Receiver<Numbered> {
    private final Checked checked = new Checked();
    private final AtomicLong inside;

    private Reader(Machine machine, int bound, AtomicLong inside) {
      super(machine, bound);
      this.inside = inside;
    }

    @Override
    protected boolean poll(Worker worker) {
      for (var m = receive(worker); m != null; m = receive(worker)) {
        inside.decrementAndGet();
        checked.take(m);
      }
      return checked.all();
    }
  }

  private static final class Writer extends Task {
    private final Reader reader;
    private final int index;
    private @Nullable Sending sending;
    private int next;

    private Writer(Machine machine, Reader reader, int index) {
      super(machine);
      this.reader = reader;
      this.index = index;
    }

    @Override
    protected boolean poll(Worker worker) {
      while (next < EACH) {
        if (sending != null && !sending.isSent()) {
          return false;
        }
        reader.inside.incrementAndGet();
        sending = reader.send(new Numbered(index, next++), worker, this);
        if (next % 7 == 0) {
          wake(worker); // a wake for nothing must not send twice
          return false;
        }
      }
      return sending == null || sending.isSent();
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 64})
  void polledSendersWaitForRoomInOrderAndLoseNothing(int bound) throws Exception {
    var machine = new LiveMachine<>(new TokioPolicy(), 2);
    var reader = new Reader(machine, bound, new AtomicLong());
    machine.spawn(null, reader);
    for (int i = 0; i < SENDERS; i++) {
      machine.spawn(null, new Writer(machine, reader, i));
    }
    assertThat(machine.close(PATIENCE)).as("tasks that wait for ever").isZero();
    assertThat(machine.failure()).isNull();
    assertThat(reader.checked.all()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 64})
  void stackfulSendersWaitForRoomInOrderAndLoseNothing(int bound) throws Exception {
    var machine = new LiveMachine<>(new GoPolicy(), 2);
    var checked = new Checked();
    var reader = new StackfulTask<Numbered>(machine, bound);
    reader.body(
        _ -> {
          while (!checked.all()) {
            checked.take(reader.receive());
          }
        });
    machine.spawn(null, reader);
    for (int i = 0; i < SENDERS; i++) {
      int index = i;
      var writer = new StackfulTask<Numbered>(machine, 0);
      writer.body(
          self -> {
            for (int n = 0; n < EACH; n++) {
              reader.send(new Numbered(index, n), self);
            }
          });
      machine.spawn(null, writer);
    }
    assertThat(machine.close(PATIENCE)).as("tasks that wait for ever").isZero();
    assertThat(machine.failure()).isNull();
    assertThat(checked.all()).isTrue();
  }

  /** A mailbox never holds more than its bound, whoever pushes when. */
  @Test
  void aBoundIsKept() throws Exception {
    var machine = new LiveMachine<>(new TokioPolicy(), 1);
    var deaf =
        new Receiver<Numbered>(machine, 3) {
          @Override
          protected boolean poll(Worker worker) {
            return false;
          }
        };
    machine.spawn(null, deaf);
    for (int i = 0; i < 3; i++) {
      assertThat(deaf.offer(new Numbered(0, i), null)).isTrue();
    }
    assertThat(deaf.offer(new Numbered(0, 3), null)).isFalse();
    machine.close();
  }
}
