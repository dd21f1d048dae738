package io.interleave.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.interleave.workload.IdleTasks;
import io.interleave.workload.Values;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AvailableMemoryTest {
  private static final Optional<Long> GIB = Optional.of(1L << 30);

  @Test
  void whatTakesMoreThanFourFifthsOfItIsRefused() {
    var tasks = new IdleTasks().n(1 << 10);
    assertThat(AvailableMemory.refusal(tasks, 838_860, GIB)).isEmpty();
    assertThat(AvailableMemory.refusal(tasks, 838_861, GIB))
        .contains(
            "1,024 tasks of about 838,861 bytes take 819 MiB, more than 80 % of the 1,024 MiB of"
                + " memory that are available");
  }

  @Test
  void whatIsNotKnownIsNotRefused() {
    assertThat(AvailableMemory.refusal(new IdleTasks(), 0, GIB)).isEmpty();
    assertThat(AvailableMemory.refusal(new IdleTasks(), 1L << 60, Optional.empty())).isEmpty();
  }

  @Test
  void noMachineHoldsTenMillionTasksOfTenThousandCalls() {
    var tasks = new IdleTasks().n(10_000_000).depth(10_000);
    for (String name : new String[] {"live:go/stackless", "live:go/stackful", "jdk-virtual"}) {
      var runtime = Runtimes.of(Home.find()).named(name);
      assertThat(runtime.refusal(tasks, Values.defaults(runtime.settings())).orElse(""))
          .contains("memory that are available");
    }
  }

  @Test
  void aManifestSaysWhatATaskTakes(@TempDir Path folder) throws Exception {
    var file =
        Files.writeString(
            folder.resolve("runtime.json"),
            "{\"name\": \"big\", \"task_bytes\": {\"idle-tasks\": 1000000000000}, \"workloads\": [\"idle-tasks\"]}");
    assertThat(Manifest.read(file).taskBytes()).containsEntry("idle-tasks", 1_000_000_000_000L);
    var runtime = new NativeRuntime(folder, Home.find());
    assertThat(runtime.refusal(new IdleTasks(), Values.defaults(runtime.settings())).orElse(""))
        .startsWith("10,000 tasks of about 1,000,000,000,000 bytes");
  }
}
