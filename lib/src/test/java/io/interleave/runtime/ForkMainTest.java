package io.interleave.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** The contract, spoken by a real child process. */
@Timeout(120)
class ForkMainTest {
  private final List<Process> children = new ArrayList<>();

  @AfterEach
  void noChildIsLeft() {
    children.forEach(Process::destroyForcibly);
  }

  @ParameterizedTest
  @CsvSource({"jdk-virtual, queue", "jdk-virtual, lockfree", "jdk-threads, queue"})
  void itSaysHelloThenARoundEachThenDone(String runtime, String mailbox) throws Exception {
    var request = request(4, 10, 3);
    request.withObject("settings").put("mailbox-impl", mailbox).put("workers", 0);
    var child = start(runtime);
    var lines = ask(child, request);
    lines.removeIf(line -> kind(line).equals("progress"));
    assertThat(lines)
        .extracting(ForkMainTest::kind)
        .containsExactly("hello", "round", "round", "done");
    assertThat(lines.getFirst().get("runtime").asString()).isEqualTo(runtime);
    assertThat(lines.getFirst().get("contract").asInt()).isEqualTo(1);
    assertThat(lines.getFirst().get("notes").get("clock").asString()).contains("ns");
    for (int i = 0; i < 2; i++) {
      var round = lines.get(i + 1);
      assertThat(round.get("index").asInt()).isEqualTo(i);
      assertThat(round.get("answer").asString()).isEqualTo("c65c3d13122c9848");
      assertThat(round.get("deliveries").asLong()).isEqualTo(10);
      assertThat(round.get("elapsed_ns").asLong()).isPositive();
      assertThat(round.get("metrics").propertyNames())
          .contains(
              "cpu_ns",
              "gc_count",
              "gc_pause_ns",
              "allocated_bytes",
              "minor_faults",
              "involuntary_switches",
              "threads");
      assertThat(round.get("metrics").get("idle_rss_bytes").asLong()).isGreaterThan(1_000_000);
      assertThat(hops(round)).isEqualTo(10);
    }
    assertThat(child.waitFor()).isZero();
  }

  private static long hops(JsonNode round) {
    long hops = 0;
    for (var histogram : List.of("hop", "hop_drain")) {
      for (var pair : round.get("histograms").path(histogram)) {
        hops += pair.get(1).asLong();
      }
    }
    return hops;
  }

  @Test
  void theEndOfStandardInputKillsItWithinASecond() throws Exception {
    var child = start("jdk-virtual");
    var writer = child.outputWriter(StandardCharsets.UTF_8);
    writer.write(request(1_000, 1_000_000_000_000L, 100) + "\n");
    writer.flush();
    var reader = child.inputReader(StandardCharsets.UTF_8);
    while (!kind(parse(reader.readLine())).equals("progress")) {}
    long before = System.nanoTime();
    writer.close();
    assertThat(child.waitFor(30, TimeUnit.SECONDS)).isTrue();
    assertThat(child.exitValue()).isEqualTo(130);
    assertThat(System.nanoTime() - before).isLessThan(TimeUnit.SECONDS.toNanos(1));
  }

  @Test
  void itsEndBeforeARequestDoesToo() throws Exception {
    var child = start("jdk-virtual");
    child.getOutputStream().close();
    assertThat(child.waitFor()).isEqualTo(130);
  }

  @Test
  void whatItCannotUnderstandIsRefusedAndNothingElseSaid() throws Exception {
    refused("jdk-virtual", "no JSON");
  }

  @Test
  void moreActorsThanTheKernelHasThreadsAreRefused() throws Exception {
    refused("jdk-threads", request(30_001, 10, 3).toString());
  }

  private void refused(String runtime, String line) throws Exception {
    var child = start(runtime);
    var lines = ask(child, line);
    assertThat(lines).hasSize(1);
    assertThat(kind(lines.getFirst())).isEqualTo("error");
    assertThat(lines.getFirst().get("kind").asString()).isEqualTo("refused");
    assertThat(lines.getFirst().get("message").asString()).isNotBlank().doesNotContain("\n");
    assertThat(child.waitFor()).isEqualTo(2);
  }

  @Test
  void aDeadlockEndsItWithOneErrorThatSaysHowFarItCame() throws Exception {
    var request = request(1, 1_000_000, 3);
    request.withObject("parameters").put("mailbox", 1);
    var child = start("jdk-virtual");
    var last = ask(child, request).getLast();
    assertThat(last.path("kind").asString()).isEqualTo("deadlock");
    assertThat(last.get("message").asString()).contains("0 of 3 tokens");
    assertThat(child.waitFor()).isEqualTo(1);
  }

  @Test
  void aHeapThatIsFullIsAFailureWithItsReason() throws Exception {
    var request = request(100, 1_000_000_000L, 100);
    request.withObject("parameters").put("payload", 65_536).put("retain", 1_000);
    var child = start("jdk-virtual", "-Xmx64m");
    var last = ask(child, request).getLast();
    assertThat(last.path("kind").asString()).isEqualTo("failed");
    assertThat(last.get("message").asString()).contains("OutOfMemoryError");
    assertThat(child.waitFor()).isEqualTo(1);
  }

  private Process start(String runtime, String... flags) throws IOException {
    var command =
        new ArrayList<>(
            List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString()));
    command.addAll(
        List.of("-XX:+UseG1GC", "-XX:TieredStopAtLevel=1", "--enable-native-access=ALL-UNNAMED"));
    command.addAll(List.of(flags));
    command.addAll(
        List.of("-cp", System.getProperty("java.class.path"), ForkMain.class.getName(), runtime));
    var child = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
    children.add(child);
    return child;
  }

  private static ObjectNode request(long actors, long messages, long inFlight) {
    var request =
        JsonMapper.shared().createObjectNode().put("contract", 1).put("workload", "actor-mesh");
    request.put("warmup", 1).put("iterations", 1).putObject("settings");
    request
        .putObject("parameters")
        .put("actors", actors)
        .put("messages", messages)
        .put("inFlight", inFlight)
        .put("seed", "1");
    return request;
  }

  private static List<JsonNode> ask(Process child, Object request) throws IOException {
    var writer = child.outputWriter(StandardCharsets.UTF_8);
    writer.write(request + "\n");
    writer.flush(); // stays open: its end would be the cancellation
    var lines = new ArrayList<JsonNode>();
    try (BufferedReader reader = child.inputReader(StandardCharsets.UTF_8)) {
      reader.lines().map(ForkMainTest::parse).forEach(lines::add);
    }
    return lines;
  }

  private static JsonNode parse(String line) {
    return JsonMapper.shared().readTree(line);
  }

  private static String kind(JsonNode line) {
    return line.get("line").asString();
  }
}
