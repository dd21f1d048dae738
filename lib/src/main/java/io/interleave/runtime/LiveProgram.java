package io.interleave.runtime;

import io.interleave.machine.LiveMachine;
import io.interleave.machine.VirtualThreads;
import io.interleave.policy.Policy;
import io.interleave.task.StackfulTask;
import io.interleave.task.Worker;
import io.interleave.workload.Execution;
import io.interleave.workload.Form;
import io.interleave.workload.InvalidInput;
import io.interleave.workload.JdkThreads;
import io.interleave.workload.StackfulThreads;
import io.interleave.workload.Workload;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * {@code live:<policy>/<representation>}: our live machine, which lasts as long as the process, as
 * a native runtime does.
 */
public final class LiveProgram implements Program {
  private final String representation;
  private final Map<String, String> settings;
  private final LiveMachine<?> machine;
  private final int workers;

  /** Made by {@link Program#named}. */
  public LiveProgram(String variant, Map<String, String> settings) {
    int slash = variant.indexOf('/');
    if (slash < 0) {
      throw new InvalidInput(
          "live:%s: expected live:<policy>/<representation>, such as live:go/stackful"
              .formatted(variant));
    }
    representation = variant.substring(slash + 1);
    if (!JvmRuntime.REPRESENTATIONS.contains(representation)) {
      throw new InvalidInput(
          "no representation '%s': there are %s"
              .formatted(representation, String.join(", ", JvmRuntime.REPRESENTATIONS)));
    }
    this.settings = settings;
    Collectors.check(settings.get("gc"));
    int asked = Integer.parseInt(settings.getOrDefault("workers", "0"));
    workers = asked == 0 ? Runtime.getRuntime().availableProcessors() : asked;
    checkFlags();
    machine = machine(Policies.make(variant.substring(0, slash), settings), workers);
  }

  private static <W extends Worker> LiveMachine<W> machine(Policy<W> policy, int workers) {
    return new LiveMachine<>(policy, workers);
  }

  private void checkFlags() {
    try {
      switch (representation) {
        case "stackful" -> StackfulTask.check();
        case "virtual" -> VirtualThreads.check();
        default -> {}
      }
    } catch (IllegalStateException e) {
      throw new InvalidInput(String.valueOf(e.getMessage()));
    }
  }

  @Override
  public int workers() {
    return workers;
  }

  @Override
  public Map<String, String> notes() {
    var notes = new LinkedHashMap<String, String>();
    notes.put("timer", "a thread beside the workers wakes tasks, from outside");
    notes.put(
        "mailbox",
        representation.equals("virtual")
            ? JdkProgram.mailboxNote(settings)
            : "intrusive: a word in the task itself, messages linked through themselves");
    return notes;
  }

  @Override
  public Execution execution(Workload workload) {
    return switch (representation) {
      case "stackless" -> Form.async(workload, machine);
      case "stackful" -> Form.blocking(workload, new StackfulThreads(machine));
      default ->
          Form.blocking(
              workload,
              new JdkThreads(new VirtualThreads(machine), JdkProgram.mailboxes(settings)));
    };
  }
}
