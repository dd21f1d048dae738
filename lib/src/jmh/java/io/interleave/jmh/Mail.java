package io.interleave.jmh;

import io.interleave.task.Machine;
import io.interleave.task.Message;
import io.interleave.task.Receiver;
import io.interleave.task.StackfulTask;
import io.interleave.task.Worker;
import io.interleave.workload.SplitMix;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Level;
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

  /** The same with a stack: it waits in the middle of a loop. */
  private static final class Reader implements StackfulTask.Body {
    private final StackfulTask<Message> self;
    private long received;

    private Reader(StackfulTask<Message> self) {
      this.self = self;
    }

    static StackfulTask<Message> of(Machine machine) {
      var task = new StackfulTask<Message>(machine, 64);
      task.body(new Reader(task));
      return task;
    }

    @Override
    public void run(StackfulTask<?> same) throws InterruptedException {
      while (true) {
        self.receive();
        received++;
      }
    }
  }

  /** An awake worker without a thread, and what it sends to idle tasks. */
  private static final class Sender {
    private final Unthreaded<?> machine = Unthreaded.under("tokio");
    private final Message[] messages =
        Stream.generate(() -> new Message() {}).limit(ROUND).toArray(Message[]::new);
    private long z;

    /** All are sent to, then all are polled: one of each i-th part, so none is taken twice. */
    void round(Receiver<Message>[] idle) {
      var worker = machine.worker();
      int part = idle.length / ROUND;
      for (int i = 0; i < ROUND; i++) {
        z += SplitMix.GAMMA;
        int any = i * part + (int) ((SplitMix.mix(z) >>> 32) * part >>> 32);
        idle[any].offer(messages[i], worker);
      }
      machine.poll(ROUND);
    }
  }

  /** Idle tasks. */
  @State(Scope.Thread)
  public static class Tasks {
    /** How many; those to be sent to are taken at random. */
    @Param({"128", "8000", "100000", "2000000"})
    public int tasks;

    private final Sender sender = new Sender();
    private Inbox[] inboxes = {};

    /** For JMH. */
    public Tasks() {}

    /** Makes them. */
    @Setup
    public void open() {
      inboxes = Stream.generate(() -> new Inbox(sender.machine)).limit(tasks).toArray(Inbox[]::new);
    }
  }

  /** To a task that is one call. */
  @Benchmark
  @OperationsPerInvocation(ROUND)
  @Measures("one message to an idle task taken at random, its wake, its poll, the message received")
  public void passed(Tasks all) {
    all.sender.round(all.inboxes);
  }

  /** The same with stacks. */
  @State(Scope.Thread)
  public static class Stacks {
    /** As many as take about as much memory as those without. */
    @Param({"128", "1500", "20000", "400000"})
    public int tasks;

    private final Sender sender = new Sender();
    private Receiver<Message>[] readers = waiting(0);

    /** For JMH. */
    public Stacks() {}

    /** What is begun in the interpreter keeps its interpreted frames: so others are run before. */
    @Setup
    public void compile() {
      for (int i = 0; i < 100; i++) {
        readers = waiting(ROUND);
        for (int n = 0; n < 100; n++) {
          sender.round(readers);
        }
      }
    }

    /** Makes them. */
    @Setup(Level.Iteration)
    public void open() {
      readers = waiting(tasks / ROUND * ROUND);
    }

    @SuppressWarnings({"unchecked", "rawtypes"}) // an array of what is generic
    private Receiver<Message>[] waiting(int n) {
      var machine = sender.machine;
      Receiver<Message>[] all = new Receiver[n];
      for (int i = 0; i < n; i++) {
        all[i] = Reader.of(machine);
        all[i].wake(machine.worker());
        if ((i + 1) % ROUND == 0) {
          machine.poll(ROUND);
        }
      }
      return all;
    }
  }

  /** To a task with a stack. */
  @Benchmark
  @OperationsPerInvocation(ROUND)
  @Measures("the same to a task with a stack: its switch in and out, and its stack's memory")
  public void passedToStack(Stacks all) {
    all.sender.round(all.readers);
  }
}
