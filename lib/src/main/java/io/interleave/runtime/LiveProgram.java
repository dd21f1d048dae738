package io.interleave.runtime;

import io.interleave.machine.LiveMachine;
import io.interleave.machine.Timeline;
import io.interleave.policy.Policy;
import io.interleave.task.Worker;
import io.interleave.workload.Execution;
import io.interleave.workload.InvalidInput;
import io.interleave.workload.Meter;
import io.interleave.workload.Workload;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * {@code live:<policy>/<representation>}: our live machine, which lasts as long as the process, as
 * a native runtime does.
 */
public final class LiveProgram implements Program {
  private final Representation representation;
  private final String policy;
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
    representation = Representation.named(variant.substring(slash + 1));
    policy = variant.substring(0, slash);
    this.settings = settings;
    int asked = Integer.parseInt(settings.getOrDefault("workers", "0"));
    workers = asked == 0 ? Runtime.getRuntime().availableProcessors() : asked;
    representation.check();
    // A timeline without room for events adds up the time spent searching and parked.
    var sums = "true".equals(settings.get("counters")) ? new Timeline(0) : null;
    machine = machine(Policies.make(policy, settings), workers, sums);
  }

  private static <W extends Worker> LiveMachine<W> machine(
      Policy<W> policy, int workers, @Nullable Timeline timeline) {
    return new LiveMachine<>(policy, workers, timeline);
  }

  @Override
  public int workers() {
    return workers;
  }

  @Override
  public Map<String, String> notes() {
    var notes = new LinkedHashMap<String, String>();
    Policies.source(policy).ifPresent(source -> notes.put("policy", source));
    notes.put("timer", "a thread beside the workers wakes tasks, from outside");
    notes.put(
        "mailbox",
        representation == Representation.VIRTUAL
            ? JdkProgram.mailboxNote(settings)
            : "intrusive: a word in the task itself, messages linked through themselves");
    return notes;
  }

  @Override
  public Meter meter() {
    return "true".equals(settings.get("counters"))
        ? new CounterMeter(new ProcessMeter(), machine::counters)
        : new ProcessMeter();
  }

  @Override
  public Execution execution(Workload workload) {
    return representation.execution(workload, machine, JdkProgram.mailboxes(settings));
  }
}
