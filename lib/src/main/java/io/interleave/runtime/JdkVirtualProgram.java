package io.interleave.runtime;

import io.interleave.workload.InvalidInput;
import java.util.Map;

/** {@code jdk-virtual}: a virtual thread a task, on the JDK's own scheduler. */
public final class JdkVirtualProgram extends JdkProgram {
  private static final Runtime.Version LEAST = Runtime.Version.parse("25.0.3");

  /** Made by {@link Program#named}. */
  public JdkVirtualProgram(String variant, Map<String, String> settings) {
    super(variant, settings, Thread.ofVirtual().factory());
    if (Runtime.version().compareToIgnoreOptional(LEAST) < 0) {
      // JDK-8369227: a virtual thread may stay parked for ever, which would look like a deadlock of
      // the workload.
      throw new InvalidInput(
          "JDK %s loses wake-ups of virtual threads: 25.0.3 or newer is needed"
              .formatted(Runtime.version()));
    }
  }

  @Override
  public int workers() {
    return Integer.getInteger(
        "jdk.virtualThreadScheduler.parallelism", Runtime.getRuntime().availableProcessors());
  }

  @Override
  public Map<String, String> notes() {
    var notes = super.notes();
    notes.put(
        "timer", "LockSupport.parkNanos of a virtual thread: a timer thread of the JDK wakes it");
    return notes;
  }
}
