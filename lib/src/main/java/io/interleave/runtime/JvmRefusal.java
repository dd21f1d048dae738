package io.interleave.runtime;

import io.interleave.workload.AsyncDeepAwait;
import io.interleave.workload.BlockingColour;
import io.interleave.workload.BlockingDeepAwait;
import io.interleave.workload.BlockingFfi;
import io.interleave.workload.BlockingIoMix;
import io.interleave.workload.Colour;
import io.interleave.workload.DeepAwait;
import io.interleave.workload.Ffi;
import io.interleave.workload.FileRead;
import io.interleave.workload.Form;
import io.interleave.workload.Hog;
import io.interleave.workload.IdleTasks;
import io.interleave.workload.IoMix;
import io.interleave.workload.Values;
import io.interleave.workload.Workload;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a runtime on the JVM can't run, with the reason.
 *
 * @param name the runtime's
 * @param library what ffi calls; null where ffi is not measured
 */
record JvmRefusal(String name, @Nullable CLibrary library) {
  static Optional<String> of(
      String name, Workload workload, Values settings, @Nullable CLibrary library) {
    return new JvmRefusal(name, library).of(workload, settings);
  }

  private Optional<String> of(Workload workload, Values settings) {
    return notApplicable(workload, settings)
        .or(() -> isPolled() ? Form.noAsync(workload) : Form.noBlocking(workload))
        .or(() -> OpenFiles.refusal(workload))
        .or(() -> AvailableMemory.refusal(workload, taskBytes(workload)));
  }

  private boolean isSimulated() {
    return name.startsWith(Simulation.PREFIX);
  }

  private boolean isPolled() {
    return isSimulated() || isA(Representation.STACKLESS);
  }

  private boolean isA(Representation representation) {
    return name.endsWith("/" + representation.label());
  }

  private Optional<String> notApplicable(Workload workload, Values settings) {
    return switch (workload) {
      case Ffi ffi -> ffi(ffi, settings);
      case IoMix _ when isPolled() || isA(Representation.STACKFUL) ->
          Optional.of(BlockingIoMix.REFUSAL);
      case FileRead _ when isSimulated() -> Optional.of(notSimulated("file-read"));
      case Hog hog when hog.values().text("place").equals("blocking") -> elsewhere();
      case Colour colour -> colour(colour.values().text("way"));
      case DeepAwait deep -> chain(deep.values().text("chain"));
      default -> Optional.empty();
    };
  }

  private Optional<String> chain(String chain) {
    return isPolled() ? AsyncDeepAwait.refusal(chain) : BlockingDeepAwait.refusal(chain);
  }

  private Optional<String> ffi(Ffi ffi, Values settings) {
    if (library == null) {
      return Optional.of(BlockingFfi.REFUSAL);
    }
    return ffi.values().text("way").equals("callback")
            && settings.text("ffi").equals("ffm-critical")
        ? Optional.of(BlockingFfi.NO_WAY_BACK)
        : library.missing();
  }

  private Optional<String> elsewhere() {
    if (isSimulated()) {
      return Optional.of(notSimulated("place=blocking"));
    }
    return name.equals("jdk-threads")
        ? Optional.of("place=blocking is not applicable: each task is a thread of its own")
        : Optional.empty();
  }

  private Optional<String> colour(String way) {
    if (!isPolled()) {
      return BlockingColour.refusal(way);
    }
    return isSimulated() && List.of("block-on", "offload").contains(way)
        ? Optional.of(notSimulated("way=" + way))
        : Optional.empty();
  }

  private static String notSimulated(String what) {
    return what + " is not applicable: threads beside the workers are not simulated";
  }

  /**
   * Bytes a task takes at least while it waits, as idle-tasks finds them: a thread's touched stack
   * and the kernel's part, a stack chunk in the heap, or an object.
   */
  private long taskBytes(Workload workload) {
    if (!(workload instanceof IdleTasks)) {
      return 0;
    }
    long depth = workload.values().number("depth");
    if (name.equals("jdk-threads")) {
      return 40_000 + 100 * depth;
    }
    return isPolled() ? 70 + 24 * depth : 500 + 40 * depth;
  }
}
