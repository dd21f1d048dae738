package io.interleave.runtime;

import io.interleave.workload.Execution;
import io.interleave.workload.InvalidInput;
import io.interleave.workload.Workload;
import java.util.Map;

/** {@code jdk-threads}: an operating-system thread a task. */
public final class JdkThreadsProgram extends JdkProgram {
  private static final long MOST = 30_000; // the default limit of process ids is 32,768

  /** Made by {@link Program#named}. */
  public JdkThreadsProgram(String variant, Map<String, String> settings) {
    super(variant, settings, Thread.ofPlatform().factory());
  }

  @Override
  public int workers() {
    return Runtime.getRuntime().availableProcessors();
  }

  @Override
  public Map<String, String> notes() {
    var notes = super.notes();
    notes.put(
        "timer",
        "LockSupport.parkNanos of an OS thread: the kernel's timer, 50 µs of slack by default");
    return notes;
  }

  @Override
  public Execution execution(Workload workload) {
    if (workload.values().has("actors") && workload.values().number("actors") > MOST) {
      throw new InvalidInput(
          "actors=%s: OS threads stop at %,d (process limits)"
              .formatted(workload.values().text("actors"), MOST));
    }
    return super.execution(workload);
  }
}
