package io.interleave.runtime;

import io.interleave.workload.Parameter;
import io.interleave.workload.Values;
import io.interleave.workload.Workload;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What runs tasks: a native program or a forked JVM that speaks the contract. */
public interface TaskRuntime {
  /** The name, as trials and tables spell it. */
  String name();

  /** What it is, in a few words. */
  String title();

  /** {@code native} or {@code jvm}. */
  String kind();

  /** Its version, or why it is not here and how to get it. */
  Availability availability();

  /** What can be set on it, beyond the workload's parameters. */
  List<Parameter> settings();

  /** Why it can't run this, if it can't: not applicable, or over one of its limits. */
  Optional<String> refusal(Workload workload, Values settings);

  /**
   * Builds what is to be built; returns at once when nothing changed.
   *
   * @throws BuildFailure when the build fails
   */
  void prepare() throws IOException, InterruptedException;

  /** The command that starts one fork. */
  List<String> command(Values settings);

  /** The folder that a fork is started in. */
  default Path folder() {
    return Path.of("").toAbsolutePath();
  }

  /** Environment variables that a fork is started with, beside the inherited ones. */
  Map<String, String> environment(Values settings);

  /**
   * Whether a runtime can be used here.
   *
   * @param version of the toolchain or JDK; empty when it is missing
   * @param missing why it can't be used and how to get it; empty when it can
   */
  record Availability(String version, String missing) {
    static Availability of(String version) {
      return new Availability(version, "");
    }

    static Availability missing(String why) {
      return new Availability("", why);
    }

    /** Whether it can be used. */
    public boolean here() {
      return missing.isEmpty();
    }
  }

  /** A build that failed: what, and the end of what it printed. */
  final class BuildFailure extends IOException {
    private static final long serialVersionUID = 1;

    BuildFailure(String message) {
      super(message);
    }
  }
}
