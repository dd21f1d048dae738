package io.interleave.runtime;

import io.interleave.task.LinkedMailbox;
import io.interleave.task.LockFreeMailbox;
import io.interleave.task.Mailbox;
import io.interleave.workload.BlockingFfi;
import io.interleave.workload.Crossing;
import io.interleave.workload.Execution;
import io.interleave.workload.Ffi;
import io.interleave.workload.Form;
import io.interleave.workload.InvalidInput;
import io.interleave.workload.JdkThreads;
import io.interleave.workload.Threads;
import io.interleave.workload.Workload;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ThreadFactory;

/** The JDK's own threads of either kind, running a workload's blocking form. */
abstract class JdkProgram implements Program {
  private static final Set<String> SETTINGS =
      Set.of("workers", "mailbox-impl", "gc", "heap", "ffi");

  private final Threads threads;
  private final Map<String, String> settings;

  JdkProgram(String variant, Map<String, String> settings, ThreadFactory factory) {
    if (!variant.isEmpty()) {
      throw new InvalidInput("the JDK's threads have no variant '%s'".formatted(variant));
    }
    settings.keySet().stream()
        .filter(name -> !SETTINGS.contains(name))
        .findFirst()
        .ifPresent(
            name -> {
              throw new InvalidInput(
                  "no setting '%s': there are workers, mailbox-impl, gc, heap, ffi"
                      .formatted(name));
            });
    this.settings = settings;
    threads = new JdkThreads(factory, mailboxes(settings));
    checkWorkers(settings.getOrDefault("workers", "0"));
  }

  /** The mailboxes that the setting {@code mailbox-impl} asks for. */
  static Mailbox.Maker mailboxes(Map<String, String> settings) {
    var name = settings.getOrDefault("mailbox-impl", "queue");
    return switch (name) {
      case "queue" -> LinkedMailbox::new;
      case "lockfree" -> LockFreeMailbox::new;
      default ->
          throw new InvalidInput(
              "mailbox-impl=%s: expected one of queue, lockfree".formatted(name));
    };
  }

  static String mailboxNote(Map<String, String> settings) {
    return settings.getOrDefault("mailbox-impl", "queue").equals("queue")
        ? "java.util.concurrent.LinkedBlockingQueue"
        : "JCTools many-producer single-consumer ring, LockSupport.park at its ends";
  }

  /**
   * The number of workers is fixed when the JVM starts: what was asked for must be what there is.
   */
  private void checkWorkers(String asked) {
    if (!asked.equals("0") && !asked.equals(Integer.toString(workers()))) {
      throw new InvalidInput(
          "workers=%s: this JVM was started with %d".formatted(asked, workers()));
    }
  }

  @Override
  public Map<String, String> notes() {
    var notes = new LinkedHashMap<String, String>();
    notes.put("mailbox", mailboxNote(settings));
    notes.put("channel", "java.util.concurrent.ArrayBlockingQueue");
    return notes;
  }

  @Override
  public Execution execution(Workload workload) {
    return workload instanceof Ffi ffi
        ? new BlockingFfi(ffi, threads, Crossing.named(settings.getOrDefault("ffi", "ffm")))
        : Form.blocking(workload, threads);
  }
}
