package io.interleave.workload;

import static org.assertj.core.api.Assertions.assertThat;

import io.interleave.machine.LiveMachine;
import io.interleave.machine.VirtualThreads;
import io.interleave.policy.FifoPolicy;
import io.interleave.policy.ForkJoinPolicy;
import io.interleave.policy.GoPolicy;
import io.interleave.policy.Policy;
import io.interleave.policy.SmolPolicy;
import io.interleave.policy.ThreadPerCorePolicy;
import io.interleave.policy.TokioPolicy;
import io.interleave.task.LinkedMailbox;
import io.interleave.task.LockFreeMailbox;
import io.interleave.task.Machine;
import io.interleave.task.Mailbox;
import io.interleave.task.Worker;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadFactory;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;

/** Everything that runs a workload's forms in this process: a test for each. */
final class EveryForm {
  private EveryForm() {}

  /** Told how to make an execution. */
  interface Check {
    void on(Function<Workload, Execution> form) throws Exception;
  }

  static Stream<DynamicTest> each(Check check) {
    return each(check, 2);
  }

  static Stream<DynamicTest> each(Check check, int... workers) {
    return subjects(workers)
        .map(subject -> DynamicTest.dynamicTest(subject.name(), () -> subject.run().on(check)));
  }

  private record Subject(String name, Run run) {}

  private interface Run {
    void on(Check check) throws Exception;
  }

  private static Stream<Subject> subjects(int[] workers) {
    var all = new ArrayList<Subject>();
    threads(all, "virtual", Thread.ofVirtual().factory());
    threads(all, "platform", Thread.ofPlatform().factory());
    machines(all, "go", GoPolicy::new, workers);
    machines(all, "tokio", TokioPolicy::new, workers);
    machines(all, "smol", SmolPolicy::new, workers);
    machines(all, "fifo", FifoPolicy::new, workers);
    machines(all, "fork-join", ForkJoinPolicy::new, workers);
    machines(all, "thread-per-core", ThreadPerCorePolicy::new, workers);
    return all.stream();
  }

  private static void threads(List<Subject> all, String name, ThreadFactory factory) {
    List<Mailbox.Maker> makers = List.of(LinkedMailbox::new, LockFreeMailbox::new);
    for (int i = 0; i < makers.size(); i++) {
      var threads = new JdkThreads(factory, makers.get(i));
      all.add(
          new Subject(
              name + (i == 0 ? ", queue" : ", lock-free"),
              check -> check.on(workload -> Form.blocking(workload, threads))));
    }
  }

  private static <W extends Worker> void machines(
      List<Subject> all, String name, Supplier<Policy<W>> policy, int[] workers) {
    for (int n : workers) {
      var on = " on " + n;
      all.add(
          new Subject(
              name + "/stackless" + on, on(policy, n, m -> workload -> Form.async(workload, m))));
      all.add(
          new Subject(
              name + "/stackful" + on,
              on(policy, n, m -> workload -> Form.blocking(workload, new StackfulThreads(m)))));
      all.add(
          new Subject(
              name + "/virtual" + on,
              on(
                  policy,
                  n,
                  m ->
                      workload ->
                          Form.blocking(
                              workload,
                              new JdkThreads(new VirtualThreads(m), LinkedMailbox::new)))));
    }
  }

  /** After its check nothing may be left on the machine. */
  private static <W extends Worker> Run on(
      Supplier<Policy<W>> policy,
      int workers,
      Function<Machine, Function<Workload, Execution>> form) {
    return check -> {
      var machine = new LiveMachine<>(policy.get(), workers);
      try {
        check.on(form.apply(machine));
      } finally {
        assertThat(machine.close(Duration.ofSeconds(10))).as("tasks left").isZero();
      }
    };
  }
}
