package io.interleave.machine;

import static io.interleave.machine.Yielding.run;
import static org.assertj.core.api.Assertions.assertThat;

import io.interleave.policy.GoPolicy;
import java.nio.file.Path;
import java.util.HashMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

@Timeout(60)
class PerfettoTraceTest {
  @Test
  void whatPerfettoOpensAddsUpToTheTimeline(@TempDir Path folder) throws Exception {
    var timeline = new Timeline().withWakes();
    var tasks = run(new LiveMachine<>(new GoPolicy(), 2, timeline), 8, 100, false);
    var file = folder.resolve("trace.json");
    timeline.savePerfetto(file, tasks.get(0), tasks.get(1));
    var json = JsonMapper.shared().readTree(file.toFile());
    var rows = new HashMap<String, Long>(); // nanoseconds
    var ends = new HashMap<String, Long>();
    int polls = 0;
    for (JsonNode event : json.path("traceEvents")) {
      if (event.path("ph").asString().equals("X")) {
        String row = event.path("pid") + "/" + event.path("tid");
        long from = ns(event.path("ts"));
        long length = ns(event.path("dur"));
        assertThat(length).isNotNegative();
        assertThat(from).as("no overlap").isGreaterThanOrEqualTo(ends.getOrDefault(row, 0L));
        ends.put(row, from + length);
        rows.merge(row, length, Long::sum);
        polls += event.path("name").asString().startsWith("task ") ? 1 : 0;
      }
    }
    assertThat(polls).isEqualTo(800);
    assertThat(rows).hasSize(4);
    for (int w = 0; w < 2; w++) {
      assertThat(rows).containsEntry("1/" + (w + 1), timeline.times(w).ns());
    }
    assertThat(json.findValues("ph")).anyMatch(ph -> ph.asString().equals("M"));
    assertThat(json.path("otherData").path("recording").asString()).contains("clock readings");
  }

  private static long ns(@Nullable JsonNode microseconds) {
    return microseconds == null
        ? -1
        : microseconds.decimalValue().movePointRight(3).longValueExact();
  }

  @Test
  void workersAloneHaveARowEachAndTheirStatesAsNames(@TempDir Path folder) throws Exception {
    var timeline = new Timeline();
    run(new LiveMachine<>(new GoPolicy(), 2, timeline), 8, 100, false);
    var file = folder.resolve("trace.json");
    timeline.savePerfetto(file);
    var json = JsonMapper.shared().readTree(file.toFile());
    assertThat(json.findValuesAsString("cat"))
        .contains("running", "searching")
        .hasSize((int) timeline.events());
    for (JsonNode event : json.path("traceEvents")) {
      if (event.path("ph").asString().equals("X")) {
        assertThat(event.path("name").asString()).isEqualTo(event.path("cat").asString());
      }
    }
  }
}
