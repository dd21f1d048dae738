package io.interleave.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.interleave.workload.ActorMesh;
import io.interleave.workload.InvalidInput;
import io.interleave.workload.Values;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class BuildTest {
  @TempDir Path project;
  private Path folder;

  @BeforeEach
  void aRuntimeThatIsBuiltByAScript() throws IOException {
    folder = Files.createDirectories(project.resolve("lib/native/script"));
    Files.writeString(folder.resolve("source"), "one");
    manifest("sh", "echo built >> {out}/log");
  }

  private void manifest(String tool, String script) throws IOException {
    Files.writeString(
        folder.resolve("runtime.json"),
        """
        {"name": "script", "version": ["%s", "-c", "echo shell 1"], "install": "a shell, from anywhere",
         "inputs": ["source"], "build": ["sh", "-c", "%s"], "run": ["true"], "workloads": ["actor-mesh"]}
        """
            .formatted(tool, script));
  }

  private TaskRuntime runtime() {
    return Runtimes.of(new Home(project)).named("script");
  }

  private long builds() throws IOException {
    return Files.readAllLines(project.resolve("target/native/script/log")).size();
  }

  @Test
  void nothingIsBuiltTwiceUnlessSomethingChanged() throws Exception {
    runtime().prepare();
    runtime().prepare();
    assertThat(builds()).isEqualTo(1);
    Files.writeString(folder.resolve("source"), "two");
    runtime().prepare();
    assertThat(builds()).as("an input changed").isEqualTo(2);
    manifest("sh", "echo built >> {out}/log; true");
    runtime().prepare();
    assertThat(builds()).as("the command changed").isEqualTo(3);
    runtime().prepare();
    assertThat(builds()).isEqualTo(3);
  }

  @Test
  void aFailedBuildSaysWhatItPrintedAndIsTriedAgain() throws Exception {
    manifest("sh", "echo no such crate; exit 3");
    assertThatThrownBy(() -> runtime().prepare())
        .isInstanceOf(TaskRuntime.BuildFailure.class)
        .hasMessageContaining("script: the build failed")
        .hasMessageContaining("no such crate");
    manifest("sh", "echo built >> {out}/log");
    runtime().prepare();
    assertThat(builds()).isEqualTo(1);
  }

  @Test
  void aMissingToolchainIsNamedWithHowToGetItAndTheRestIsStillThere() throws Exception {
    manifest("no-such-tool", "true");
    var runtimes = Runtimes.of(new Home(project));
    assertThat(runtimes.named("script").availability().here()).isFalse();
    assertThat(runtimes.named("script").availability().missing())
        .isEqualTo("no no-such-tool: a shell, from anywhere");
    assertThat(runtimes.named("jdk-virtual").availability().here()).isTrue();
  }

  @Test
  void aToolThatIsThereButFailsCountsAsMissing() throws Exception {
    manifest("false", "true");
    assertThat(runtime().availability().here()).isFalse();
  }

  @Test
  void aManifestThatCannotBeReadIsNamed() throws Exception {
    Files.writeString(folder.resolve("runtime.json"), "{\"name\": ");
    assertThatThrownBy(this::runtime)
        .isInstanceOf(InvalidInput.class)
        .hasMessageContaining("runtime.json");
  }

  @Test
  void aSettingNamedInTheCommandChoosesWhatIsStarted() throws Exception {
    runs("{out}/script-{allocator}");
    var settings = Values.defaults(runtime().settings());
    String out = project.resolve("target/native/script").toString();
    assertThat(runtime().command(settings)).containsExactly(out + "/script-system");
    assertThat(runtime().command(settings.with("allocator", "mimalloc")))
        .containsExactly(out + "/script-mimalloc");
  }

  private void runs(String command) throws IOException {
    Files.writeString(
        folder.resolve("runtime.json"),
        """
        {"name": "script", "run": ["%s"], "workloads": ["actor-mesh"],
         "settings": {"allocator": {"default": "system", "values": ["system", "mimalloc"]}}}
        """
            .formatted(command));
  }

  @Test
  void whatItCannotRunIsRefusedWithTheReason() throws Exception {
    assertThat(runtime().refusal(new ActorMesh(), Values.defaults(runtime().settings()))).isEmpty();
    Files.writeString(
        folder.resolve("runtime.json"),
        "{\"name\": \"script\", \"run\": [\"true\"], \"workloads\": [\"actor-mesh\"], \"limits\":"
            + " {\"tasks\": {\"max\": 5, \"because\": \"it is small\"}}}");
    assertThat(runtime().refusal(new ActorMesh(), Values.defaults(runtime().settings())))
        .hasValue("tasks is at most 5, not 10000: it is small");
  }

  @Test
  void aForksCommandIsFilledWithTheSettings() throws Exception {
    Files.writeString(
        folder.resolve("runtime.json"),
        """
        {"name": "script", "run": ["{java_home}/bin/java", "{collector}", "-Xmx{heap}m", "{out}"], "workloads": [],
         "settings": {"gc": {"default": "g1", "values": ["g1", "serial"]},
                      "heap": {"default": 64, "min": 16, "max": 128}}}
        """);
    var settings = Values.defaults(runtime().settings());
    assertThat(runtime().command(settings).subList(1, 3))
        .containsExactly("-XX:+UseG1GC", "-Xmx64m");
    assertThat(runtime().command(settings.with("gc", "serial").with("heap", "128")))
        .containsExactly(
            System.getProperty("java.home") + "/bin/java",
            "-XX:+UseSerialGC",
            "-XX:+UseCondCardMark",
            "-Xmx128m",
            project.resolve("target/native/script").toString());
  }

  @Test
  void aVersionIsShownWithoutItsColours() throws Exception {
    Files.writeString(
        folder.resolve("runtime.json"),
        """
        {"name": "script", "version": ["printf", "\\\\033[1mTool 1\\\\033[m\\\\nmore"], "run": ["true"], "workloads": []}
        """);
    assertThat(runtime().availability().version()).isEqualTo("Tool 1");
  }
}
