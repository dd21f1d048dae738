package io.interleave.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.interleave.workload.ActorMesh;
import io.interleave.workload.Values;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClassArchiveTest {
  private final JvmRuntime runtime = JvmRuntime.live("tokio", Representation.STACKLESS);

  @Test
  void forksHaveTheirClassesFromTheArchive(@TempDir Path temp) throws Exception {
    assertThat(sources(temp, 8)).contains("source: shared objects file (top)");
  }

  /**
   * Objects aligned otherwise than in the archive: a JVM that can't use it, and says so nowhere.
   */
  @Test
  void whoCannotUseItStartsWithout(@TempDir Path temp) throws Exception {
    assertThat(sources(temp, 32)).contains("source: file:");
  }

  /** As after a new build. */
  @Test
  void aStaleOneIsMadeAnew() throws Exception {
    runtime.prepare();
    var longAgo = FileTime.fromMillis(0);
    Files.setLastModifiedTime(ClassArchive.FILE, longAgo);
    ClassArchive.make(runtime);
    assertThat(Files.getLastModifiedTime(ClassArchive.FILE)).isGreaterThan(longAgo);
  }

  /** What the log of a fork says of where its main class came from. */
  private String sources(Path temp, int align) throws Exception {
    runtime.prepare();
    Path log = temp.resolve("classes.log");
    var settings = Values.defaults(runtime.settings()).with("align", align + "");
    var logged =
        new JvmRuntime(
            runtime.name(),
            runtime.title(),
            runtime.settings(),
            0,
            Stream.concat(runtime.flags().stream(), Stream.of("-Xlog:class+load:file=" + log))
                .toList(),
            List.of(),
            null);
    var mesh = new ActorMesh().actors(10).messages(100).inFlight(1);
    var result = new Fork(logged, mesh, settings, 0, 1, Fork.Limits.DEFAULT).run((_, _) -> {});
    assertThat(result.failure()).isNull();
    try (var lines = Files.lines(log)) {
      return lines.filter(line -> line.contains(ForkMain.class.getName() + " ")).toList() + "";
    }
  }
}
