package io.interleave.machine;

import static org.assertj.core.api.Assertions.assertThat;

import io.interleave.policy.GoPolicy;
import io.interleave.task.Channel;
import io.interleave.task.Machine;
import io.interleave.task.Message;
import io.interleave.task.StackfulTask;
import io.interleave.task.Task;
import io.interleave.task.Worker;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Channels, whose ends are tasks of both representations. */
@Timeout(60)
class ChannelTest {
  private static final int EACH = 5_000;
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 16})
  void aChannelHandsEachMessageToOneOfManyReceivers(int capacity) throws Exception {
    var machine = new LiveMachine<>(new GoPolicy(), 2);
    var channel = new Channel<Integer>(capacity);
    var sum = new AtomicLong();
    var polled = new AtomicInteger();
    for (int i = 0; i < 4; i++) {
      stackfulEnds(machine, channel, sum);
      machine.spawn(null, new PolledReceiver(machine, channel, sum, polled));
      machine.spawn(null, new PolledSender(machine, channel));
    }
    assertThat(machine.close(PATIENCE)).as("tasks that wait for ever").isZero();
    assertThat(machine.failure()).isNull();
    assertThat(sum).hasValue(8L * EACH * (EACH - 1) / 2);
    assertThat(polled).hasValue(4 * EACH);
  }

  private static void stackfulEnds(Machine machine, Channel<Integer> channel, AtomicLong sum) {
    var receiver = new StackfulTask<Message>(machine, 0);
    receiver.body(
        self -> {
          for (int n = 0; n < EACH; n++) {
            sum.addAndGet(channel.take(self));
          }
        });
    machine.spawn(null, receiver);
    var sender = new StackfulTask<Message>(machine, 0);
    sender.body(
        self -> {
          for (int n = 0; n < EACH; n++) {
            channel.put(n, self);
          }
        });
    machine.spawn(null, sender);
  }

  private static final class PolledSender extends Task {
    private final Channel<Integer> channel;
    private Channel.@Nullable Wait<Integer> wait;
    private int next;

    private PolledSender(Machine machine, Channel<Integer> channel) {
      super(machine);
      this.channel = channel;
    }

    @Override
    protected boolean poll(Worker worker) {
      while (wait == null || wait.isDone()) {
        if (next == EACH) {
          return true;
        }
        wait = channel.send(next++, worker, this);
      }
      return false;
    }
  }

  private static final class PolledReceiver extends Task {
    private final Channel<Integer> channel;
    private final AtomicLong sum;
    private final AtomicInteger polled;
    private Channel.@Nullable Wait<Integer> wait;
    private int received;

    private PolledReceiver(
        Machine machine, Channel<Integer> channel, AtomicLong sum, AtomicInteger polled) {
      super(machine);
      this.channel = channel;
      this.sum = sum;
      this.polled = polled;
    }

    @Override
    protected boolean poll(Worker worker) {
      while (received < EACH) {
        if (wait == null) {
          wait = channel.receive(worker, this);
        }
        Integer message = wait.message();
        if (message == null) {
          return false;
        }
        wait = null;
        received++;
        polled.incrementAndGet();
        sum.addAndGet(message);
      }
      return true;
    }
  }
}
