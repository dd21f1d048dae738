package io.interleave.runtime;

import io.interleave.machine.Costs;
import io.interleave.workload.Parameter;
import io.interleave.workload.Values;
import io.interleave.workload.Workload;
import java.io.File;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A runtime on the JVM, in a forked one: {@code jdk-virtual} (virtual threads), {@code jdk-threads}
 * (platform threads), {@code live:<policy>/<representation>} (our live machine), or {@code
 * sim:<policy>/<representation>@<cores>} (our simulated one).
 *
 * @param name the runtime's name
 * @param title what it is, in a few words
 * @param settings what can be set on it
 * @param mostTasks the greatest number of tasks, with 0 for no limit
 * @param flags of its JVM, beside those that settings ask for
 * @param extra class path beside the library's
 * @param library what ffi calls; null where ffi is not measured
 */
public record JvmRuntime(
    String name,
    String title,
    List<Parameter> settings,
    long mostTasks,
    List<String> flags,
    List<String> extra,
    @Nullable CLibrary library)
    implements TaskRuntime {

  private static final Parameter MAILBOX =
      Parameter.choice(
          "mailbox-impl",
          List.of("queue", "lockfree"),
          "LinkedBlockingQueue, or a lock-free queue and park");
  private static final Parameter GC =
      Parameter.choice(
          "gc",
          List.of("g1", "serial", "parallel", "zgc", "shenandoah", "epsilon"),
          "the collector");
  private static final Parameter HEAP =
      Parameter.integer("heap", 1024, 16, 1 << 20, "greatest heap, in MiB");
  private static final Parameter FFI =
      Parameter.choice(
          "ffi",
          List.of("ffm", "ffm-critical", "jni"),
          "how ffi crosses into C: the foreign function interface, the same as a critical call, JNI");
  private static final Parameter PRETOUCH =
      Parameter.choice(
          "pretouch", List.of("false", "true"), "the whole heap is resident from the start");
  private static final Parameter ALIGN =
      Parameter.choice(
          "align", List.of("8", "16", "32", "64"), "objects begin at multiples of it, in bytes");
  private static final Parameter COUNTERS =
      Parameter.choice(
          "counters", List.of("false", "true"), "what the workers did, as columns of the table");

  /** What a workload wants called, not inlined, has a name that begins so. */
  private static final List<String> APART =
      List.of(
          "-XX:CompileCommand=quiet",
          "-XX:CompileCommand=dontinline,io.interleave.workload.*::apart*");

  static JvmRuntime virtualThreads(@Nullable CLibrary library) {
    var workers = Parameter.integer("workers", 0, 0, 1024, "carrier threads; 0 = one a processor");
    return new JvmRuntime(
        "jdk-virtual",
        "JDK virtual threads",
        List.of(workers, MAILBOX, GC, HEAP, FFI),
        0,
        List.of(),
        List.of(),
        library);
  }

  static JvmRuntime platformThreads(@Nullable CLibrary library) {
    return new JvmRuntime(
        "jdk-threads",
        "JDK platform threads",
        List.of(MAILBOX, GC, HEAP, FFI),
        30_000,
        List.of(),
        List.of(),
        library);
  }

  /** Our live machine with this policy and this representation of tasks. */
  static JvmRuntime live(String policy, Representation representation) {
    var settings = shared(representation);
    settings.addAll(Policies.constants(policy));
    return live(policy, representation, settings, List.of(), List.of());
  }

  private static List<Parameter> shared(Representation representation) {
    var settings = new ArrayList<Parameter>();
    settings.add(Parameter.integer("workers", 0, 0, 1024, "worker threads; 0 = one a processor"));
    if (representation == Representation.VIRTUAL) {
      settings.add(MAILBOX);
    }
    settings.addAll(List.of(GC, HEAP, PRETOUCH, ALIGN, COUNTERS));
    return settings;
  }

  private static JvmRuntime live(
      String policy,
      Representation representation,
      List<Parameter> settings,
      List<String> flags,
      List<String> extra) {
    return new JvmRuntime(
        "live:%s/%s".formatted(policy, representation.label()),
        "live machine: %s policy, %s tasks".formatted(policy, representation.label()),
        settings,
        0,
        Stream.concat(Representation.FLAGS.stream(), flags.stream()).toList(),
        extra,
        null);
  }

  /** A simulated machine with this policy, this representation of tasks and so many cores. */
  static JvmRuntime simulated(String policy, Representation representation, int cores) {
    var settings = new ArrayList<Parameter>();
    settings.add(
        Parameter.text(
            "costs",
            "default",
            "what things cost: a file, this-machine (the newest calibration), or "
                + String.join(", ", new TreeSet<>(Costs.PRESETS.keySet()))));
    settings.add(
        Parameter.unsigned("schedule", 1, "seed of what happens by chance; each round adds 1"));
    settings.add(HEAP);
    settings.addAll(Policies.constants(policy));
    return new JvmRuntime(
        "sim:%s/%s@%d".formatted(policy, representation.label(), cores),
        "simulated machine: %s policy, %s tasks, %d virtual cores"
            .formatted(policy, representation.label(), cores),
        settings,
        0,
        List.of(),
        List.of(),
        null);
  }

  /** The same for a policy that was given as source. */
  static JvmRuntime live(PolicySource source, Representation representation) {
    var settings = shared(representation);
    settings.addAll(source.constants());
    return live(
        source.name(), representation, settings, source.flags(), List.of(source.folder() + ""));
  }

  @Override
  public String kind() {
    return "jvm";
  }

  @Override
  public Availability availability() {
    return Availability.of("JDK " + Runtime.version());
  }

  @Override
  public Optional<String> refusal(Workload workload, Values values) {
    if (mostTasks > 0 && workload.tasks() > mostTasks) {
      return Optional.of(
          "tasks is at most %d, not %d: a process may not have more threads"
              .formatted(mostTasks, workload.tasks()));
    }
    return JvmRefusal.of(name, workload, values, library);
  }

  @Override
  public void prepare() throws IOException, InterruptedException {
    ClassArchive.prepare(live("tokio", Representation.STACKFUL));
    if (library != null) { // all else is this very library
      library.prepare();
    }
  }

  @Override
  public List<String> command(Values values) {
    var command = new ArrayList<String>();
    command.add(System.getProperty("java.home") + "/bin/java");
    command.addAll(ClassArchive.flags());
    command.addAll(collector(values.has("gc") ? values.text("gc") : "serial"));
    command.add("-Xmx" + values.text("heap") + "m");
    if (values.has("pretouch") && values.text("pretouch").equals("true")) {
      command.addAll(List.of("-Xms" + values.text("heap") + "m", "-XX:+AlwaysPreTouch"));
    }
    if (values.has("align") && values.number("align") > 8) {
      command.add("-XX:ObjectAlignmentInBytes=" + values.text("align"));
    }
    command.addAll(APART);
    if (library != null) {
      command.add(library.flag());
    }
    command.addAll(flags);
    if (values.has("workers") && values.number("workers") > 0) {
      command.add("-Djdk.virtualThreadScheduler.parallelism=" + values.text("workers"));
    }
    command.addAll(
        List.of(
            "-Djava.awt.headless=true",
            "-cp",
            Stream.concat(Stream.of(Classpath.forFork()), extra.stream())
                .collect(Collectors.joining(File.pathSeparator)),
            "io.interleave.runtime.ForkMain",
            name));
    return command;
  }

  /**
   * Conditional card marks where the barrier marks cards: unconditional ones make tasks on two
   * processors share cache lines, and the collector would be blamed for it.
   */
  static List<String> collector(String gc) {
    return switch (gc) {
      case "g1" -> List.of("-XX:+UseG1GC");
      case "serial" -> List.of("-XX:+UseSerialGC", "-XX:+UseCondCardMark");
      case "parallel" -> List.of("-XX:+UseParallelGC", "-XX:+UseCondCardMark");
      case "zgc" -> List.of("-XX:+UseZGC");
      case "shenandoah" -> List.of("-XX:+UseShenandoahGC");
      default -> List.of("-XX:+UnlockExperimentalVMOptions", "-XX:+UseEpsilonGC");
    };
  }

  @Override
  public Map<String, String> environment(Values values) {
    return Map.of();
  }
}
