package io.interleave.jmh;

import io.interleave.task.Machine;
import io.interleave.task.Message;
import io.interleave.task.Receiver;
import io.interleave.task.Worker;
import io.interleave.workload.SplitMix;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * A message sent to an idle task, and received: what a mailbox adds to a switch, and, with more
 * tasks than a cache holds, what it costs that a task's memory is further away.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class Mail {
  /** Half a ring, so none overflows; what is sent is received while it is in the nearest cache. */
  private static final int ROUND = 128;

  /** For JMH. */
  public Mail() {}

  private static final class Inbox extends Receiver<Message> {
    private long received; // as a workload's tasks, it has something to write

    Inbox(Machine machine) {
      super(machine, 64);
    }

    @Override
    protected boolean poll(Worker worker) {
      for (var message = receive(worker); message != null; message = receive(worker)) {
        received++;
      }
      return false;
    }
  }

  /** Idle tasks and an awake worker without a thread. */
  @State(Scope.Thread)
  public static class Tasks {
    /** How many; those to be sent to are taken at random. */
    @Param({"128", "8000", "100000", "2000000"})
    public int tasks;

    private final Unthreaded<?> machine = Unthreaded.under("tokio");
    private final Message[] messages =
        Stream.generate(() -> new Message() {}).limit(ROUND).toArray(Message[]::new);
    private Inbox[] inboxes = {};
    private long z;

    /** For JMH. */
    public Tasks() {}

    /** Makes them. */
    @Setup
    public void open() {
      inboxes = Stream.generate(() -> new Inbox(machine)).limit(tasks).toArray(Inbox[]::new);
    }

    /** One of the i-th part of them: so none is taken twice in a round. */
    private Inbox any(int i) {
      z += SplitMix.GAMMA;
      int part = tasks / ROUND;
      return inboxes[i * part + (int) ((SplitMix.mix(z) >>> 32) * part >>> 32)];
    }
  }

  /** All are sent to, then all are polled. */
  @Benchmark
  @OperationsPerInvocation(ROUND)
  @Measures("one message to an idle task taken at random, its wake, its poll, the message received")
  public void passed(Tasks all) {
    var worker = all.machine.worker();
    for (int i = 0; i < ROUND; i++) {
      all.any(i).offer(all.messages[i], worker);
    }
    all.machine.poll(ROUND);
  }
}
