package io.interleave.jmh;

import io.interleave.task.Message;
import io.interleave.task.Receiver;
import io.interleave.task.StackfulTask;
import io.interleave.task.Worker;
import io.interleave.workload.Histograms;
import io.interleave.workload.SplitMix;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.HdrHistogram.Histogram;
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
import org.openjdk.jmh.annotations.Threads;

/**
 * A message that goes from task to task, each taken at random: what a mailbox adds to a switch,
 * and, with more tasks than a cache holds, what it costs that a task's memory is further away. Who
 * receives it sends it on, so nothing is sent before the poll before it is over.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class Mail {
  private static final int POLLS = 1_024;
  private static final int LETTERS = 4; // so few that two seldom meet, which would save a poll
  private static final int STARTED = 128; // stacks at a time: half a ring, so none overflows
  private static final int FEW = 128;
  private static final int SPREAD = 44; // over a millisecond, as a queue does; not all in one line

  /** For JMH. */
  public Mail() {}

  /** Says itself where it goes next. */
  private static final class Letter extends Message {
    private long z;
    private long sent = System.nanoTime();

    Letter(int number) {
      z = number;
    }

    void send(Circle to, Worker worker) {
      z += SplitMix.GAMMA;
      var all = to.members;
      int any = (int) ((SplitMix.mix(z) >>> 32) * all.length >>> 32);
      if (!all[any].offer(this, worker)) {
        throw new IllegalStateException("a mailbox of 64 is full of %d".formatted(LETTERS));
      }
    }
  }

  /** An awake worker without a thread, and tasks that send each other letters. */
  private static final class Circle {
    private final Unthreaded<?> machine = Unthreaded.under("tokio");
    private final Receiver<Letter>[] members;

    @SuppressWarnings({"unchecked", "rawtypes"}) // an array of what is generic
    Circle(int n) {
      members = new Receiver[n];
    }

    static Circle of(int n, Function<Circle, Receiver<Letter>> member) {
      var circle = new Circle(n);
      Arrays.setAll(circle.members, _ -> member.apply(circle));
      circle.begin();
      System.gc(); // in a program that runs for long they are old, and a barrier costs more
      return circle;
    }

    void begin() {
      for (int i = 0; i < LETTERS; i++) {
        new Letter(i).send(this, machine.worker());
      }
    }
  }

  private static class Inbox extends Receiver<Letter> {
    private final Circle circle;
    private long received; // as a workload's tasks, it has something to write

    Inbox(Circle circle) {
      super(circle.machine, 64);
      this.circle = circle;
    }

    @Override
    protected boolean poll(Worker worker) {
      for (var letter = receive(worker); letter != null; letter = receive(worker)) {
        open(letter);
        letter.send(circle, worker);
      }
      return false;
    }

    void open(Letter letter) {
      received++;
    }
  }

  /** Tasks, all but those that have a letter idle. */
  @State(Scope.Thread)
  public static class Tasks {
    /** How many. */
    @Param({"128", "8000", "100000", "2000000"})
    public int tasks;

    private Circle circle = new Circle(0);

    /** For JMH. */
    public Tasks() {}

    /** Makes them, and sends the letters. */
    @Setup
    public void open() {
      circle = Circle.of(tasks, Inbox::new);
    }
  }

  /** To tasks that are one call. */
  @Benchmark
  @OperationsPerInvocation(POLLS)
  @Measures("one message received and sent to a task taken at random, its wake, its poll")
  public void passed(Tasks all) {
    all.circle.machine.poll(POLLS);
  }

  /** Few tasks, of one thread alone. */
  @State(Scope.Thread)
  public static class Few {
    private final Circle circle = Circle.of(FEW, Inbox::new);

    /** For JMH. */
    public Few() {}
  }

  /** Two threads that have nothing in common but the machine. */
  @Benchmark
  @Threads(2)
  @OperationsPerInvocation(POLLS)
  @Measures("the same among 128 tasks, while another thread does it among its own")
  public void passedBeside(Few few) {
    few.circle.machine.poll(POLLS);
  }

  /** The same, and how long each letter took is noted. */
  private static final class NotingInbox extends Inbox {
    private final Histogram latencies;

    NotingInbox(Circle circle, Histogram latencies) {
      super(circle);
      this.latencies = latencies;
    }

    @Override
    void open(Letter letter) {
      long now = System.nanoTime();
      latencies.recordValue(now - letter.sent + (letter.z >>> SPREAD));
      letter.sent = now;
      super.open(letter);
    }
  }

  /** Few tasks that note latencies. */
  @State(Scope.Thread)
  public static class Noting {
    private final Histogram latencies = Histograms.empty();
    private final Circle circle = Circle.of(FEW, circle -> new NotingInbox(circle, latencies));

    /** For JMH. */
    public Noting() {}
  }

  /** To tasks that read the clock. */
  @Benchmark
  @OperationsPerInvocation(POLLS)
  @Measures("the same among 128 tasks, with a reading of the clock and a latency noted")
  public void noted(Noting all) {
    all.circle.machine.poll(POLLS);
  }

  /** The same with a stack: it waits in the middle of a loop. */
  private static final class Reader implements StackfulTask.Body {
    private final StackfulTask<Letter> self;
    private final Circle circle;
    private long received;

    private Reader(StackfulTask<Letter> self, Circle circle) {
      this.self = self;
      this.circle = circle;
    }

    static StackfulTask<Letter> of(Circle circle) {
      var task = new StackfulTask<Letter>(circle.machine, 64);
      task.body(new Reader(task, circle));
      return task;
    }

    @Override
    public void run(StackfulTask<?> same) throws InterruptedException {
      while (true) {
        var letter = self.receive();
        received++;
        letter.send(circle, self.worker());
      }
    }
  }

  /** The same with stacks. */
  @State(Scope.Thread)
  public static class Stacks {
    /** As many as take about as much memory as those without. */
    @Param({"128", "1500", "20000", "400000"})
    public int tasks;

    private Circle circle = new Circle(0);

    /** For JMH. */
    public Stacks() {}

    /** What is begun in the interpreter keeps its interpreted frames: so others are run before. */
    @Setup
    public void compile() {
      for (int i = 0; i < 100; i++) {
        circle = started(STARTED);
        circle.machine.poll(100 * STARTED);
      }
    }

    /** Makes them. */
    @Setup(Level.Iteration)
    public void open() {
      circle = started(tasks / STARTED * STARTED);
      System.gc(); // as above
    }

    /** Those of a machine of their own, all waiting but those that have a letter. */
    private static Circle started(int n) {
      var circle = new Circle(n);
      for (int i = 0; i < n; i++) {
        circle.members[i] = Reader.of(circle);
        circle.members[i].wake(circle.machine.worker());
        if ((i + 1) % STARTED == 0) {
          circle.machine.poll(STARTED);
        }
      }
      circle.begin();
      return circle;
    }
  }

  /** To tasks with a stack. */
  @Benchmark
  @OperationsPerInvocation(POLLS)
  @Measures("the same to tasks with a stack: its switch in and out, and its stack's memory")
  public void passedToStack(Stacks all) {
    all.circle.machine.poll(POLLS);
  }
}
