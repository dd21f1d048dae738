package io.interleave.runtime;

import io.interleave.machine.LiveMachine;
import io.interleave.machine.VirtualThreads;
import io.interleave.task.Mailbox;
import io.interleave.task.StackfulTask;
import io.interleave.task.Worker;
import io.interleave.workload.Execution;
import io.interleave.workload.Form;
import io.interleave.workload.InvalidInput;
import io.interleave.workload.JdkThreads;
import io.interleave.workload.StackfulThreads;
import io.interleave.workload.Workload;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What a task is on the live machine, and so which form of a workload it runs. */
public enum Representation {
  /** A state machine that is polled: a workload's async form. */
  STACKLESS,
  /** A continuation with a stack of its own: the blocking form. */
  STACKFUL,
  /**
   * A virtual thread of the JDK's on a policy of ours: the blocking form, with Java's mailboxes.
   */
  VIRTUAL;

  /** What a JVM is started with, so that it has all of them, and each at its best. */
  public static final List<String> FLAGS =
      Stream.concat(
              Stream.of(StackfulTask.FLAG, VirtualThreads.FLAG, Worker.APART),
              StackfulTask.ONE_FRAME.stream())
          .toList();

  /** As runtimes' names spell it. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * The one of this name.
   *
   * @throws InvalidInput when there is none
   */
  public static Representation named(String name) {
    return Arrays.stream(values())
        .filter(r -> r.label().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new InvalidInput(
                    "no representation '%s': there are %s"
                        .formatted(
                            name,
                            Arrays.stream(values())
                                .map(Representation::label)
                                .collect(Collectors.joining(", ")))));
  }

  /**
   * Checks that this JVM has it.
   *
   * @throws InvalidInput when it was started without a flag that is needed, naming it
   */
  void check() {
    try {
      switch (this) {
        case STACKLESS -> {}
        case STACKFUL -> StackfulTask.check();
        case VIRTUAL -> VirtualThreads.check();
      }
    } catch (IllegalStateException e) {
      throw new InvalidInput(String.valueOf(e.getMessage()));
    }
  }

  /**
   * A new execution on a machine.
   *
   * @param mailboxes of virtual threads; the others have their own
   */
  Execution execution(Workload workload, LiveMachine<?> machine, Mailbox.Maker mailboxes) {
    return switch (this) {
      case STACKLESS -> Form.async(workload, machine);
      case STACKFUL -> Form.blocking(workload, new StackfulThreads(machine));
      case VIRTUAL ->
          Form.blocking(workload, new JdkThreads(new VirtualThreads(machine), mailboxes));
    };
  }
}
