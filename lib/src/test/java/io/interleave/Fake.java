package io.interleave;

import io.interleave.runtime.Home;
import io.interleave.runtime.Runtimes;
import io.interleave.runtime.TaskRuntime;
import io.interleave.workload.ActorMesh;
import io.interleave.workload.Values;
import java.nio.file.Path;

/**
 * A small runtime in a folder of its own, which behaves as it is told: well, or in every way in
 * which a child can fail.
 */
public final class Fake {
  private Fake() {}

  /** A workload small enough for a loop in Python. */
  public static final ActorMesh MESH = new ActorMesh().actors(100).messages(1000).inFlight(10);

  public static Runtimes runtimes() {
    return Runtimes.in(Home.find(), Path.of("lib/src/test/resources/fake"));
  }

  public static TaskRuntime runtime() {
    return runtimes().named("fake");
  }

  public static Values mood(String mood) {
    return Values.defaults(runtime().settings()).with("mood", mood);
  }
}
