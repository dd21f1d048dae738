package io.interleave.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

@Timeout(120)
class CommandLineTest {
  private record Ended(int status, String out, String err) {}

  private static Ended interleave(String... words) {
    PrintStream out = System.out;
    PrintStream err = System.err;
    var newOut = new ByteArrayOutputStream();
    var newErr = new ByteArrayOutputStream();
    try {
      System.setOut(new PrintStream(newOut, true, StandardCharsets.UTF_8));
      System.setErr(new PrintStream(newErr, true, StandardCharsets.UTF_8));
      return new Ended(
          Main.execute(words),
          newOut.toString(StandardCharsets.UTF_8),
          newErr.toString(StandardCharsets.UTF_8));
    } finally {
      System.setOut(out);
      System.setErr(err);
    }
  }

  private static Ended words(String call) {
    return interleave(call.split(" "));
  }

  @Test
  void aTrialPrintsOneJsonObjectWithTheRightAnswer() {
    var ended =
        words(
            "trial --runtime jdk-virtual --set actors=777 --set messages=31337 --set inFlight=53 --set seed=7 --json");
    assertThat(ended.status()).isZero();
    JsonNode json = JsonMapper.shared().readTree(ended.out());
    assertThat(json.path("answer").asString()).isEqualTo("e266b14d53f6d4f3");
    assertThat(json.path("deliveries").asLong()).isEqualTo(31337);
    assertThat(json.path("outcome").asString()).isEqualTo("ok");
    assertThat(json.path("latency_ns").path("p99").asLong()).isPositive();
    assertThat(json.path("throughput_per_s").asDouble()).isPositive();
    assertThat(json.path("parameters").path("seed").asString()).isEqualTo("7");
    for (String field : new String[] {"peak_rss_bytes", "cpu_ns", "elapsed_ns"}) {
      assertThat(json.path(field).asLong()).as(field).isPositive();
    }
  }

  @Test
  void aSimulationPrintsOneJsonObjectTheSameForTheSameSeed() {
    var call =
        "simulate --policy tokio --cores 64 --set actors=1000 --set messages=20000 --set inFlight=100 --seed %d --json";
    JsonNode json = JsonMapper.shared().readTree(words(call.formatted(7)).out());
    assertThat(json.path("answer").asString()).isEqualTo("3d92bff80dc33e3d");
    assertThat(json.path("trace_hash").asString()).matches("[0-9a-f]{16}");
    for (String field : new String[] {"throughput_per_s", "elapsed_ns", "events", "events_per_s"}) {
      assertThat(json.path(field).asDouble()).as(field).isPositive();
    }
    for (String field : new String[] {"p50", "p99", "p99_9", "max"}) {
      assertThat(json.path("latency_ns").path(field).asLong()).as(field).isPositive();
    }
    JsonNode again = JsonMapper.shared().readTree(words(call.formatted(7)).out());
    JsonNode other = JsonMapper.shared().readTree(words(call.formatted(8)).out());
    assertThat(again.path("trace_hash")).isEqualTo(json.path("trace_hash"));
    assertThat(again.path("elapsed_ns")).isEqualTo(json.path("elapsed_ns"));
    assertThat(other.path("trace_hash")).isNotEqualTo(json.path("trace_hash"));
    assertThat(other.path("answer")).isEqualTo(json.path("answer"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          --policy nobody --cores 2            | no policy 'nobody': there are fifo
          --policy go --cores 0                | --cores=0: expected 1 to 65536
          --policy go --cores 2 --set x=1      | no parameter 'x': actor-mesh has actors
          --policy go --cores 2 --costs cray   | costs=cray: expected a file, or one of default
          --policy go --cores 2 --seed x       | --seed=x: expected an unsigned 64-bit number
          --policy go --cores 2 --tasks thread | no representation 'thread' in simulation
          """)
  void aSimulationThatMakesNoSenseIsRefusedInOneLine(String options, String message) {
    var ended = words("simulate " + options);
    assertThat(ended.status()).isEqualTo(2);
    assertThat(ended.err().strip()).contains(message).doesNotContain("\n");
    assertThat(ended.out()).isEmpty();
  }

  @Test
  void aCalibrationThatCanNotBeNamedSoIsRefusedBeforeItMeasures() {
    var ended = words("calibrate --name ../x");
    assertThat(ended.status()).isEqualTo(2);
    assertThat(ended.err()).contains("'../x' is no name for a calibration");
    assertThat(words("calibrate --help").out()).contains("--quick", "data/calibration/NAME.json");
  }

  @Test
  void aSimulatedDeadlockIsToldWithStatusOne() {
    var ended =
        words(
            "simulate --policy go --cores 2 --set actors=1 --set mailbox=1 --set inFlight=3 --json");
    assertThat(ended.status()).isEqualTo(1);
    assertThat(ended.err()).contains("deadlock: all of 2 workers sleep");
  }

  @Test
  void whatIsNotMeasuredIsNull() {
    var ended =
        words(
            "trial --runtime jdk-virtual --set actors=7 --set messages=70 --set inFlight=3 --set record=off --json");
    var latency = JsonMapper.shared().readTree(ended.out()).path("latency_ns");
    assertThat(latency.has("p99")).isTrue();
    assertThat(latency.path("p99").isNull()).isTrue();
  }

  @Test
  void aDeadlockIsADnfWithStatusOne() {
    var ended =
        words(
            "trial --runtime jdk-virtual --set actors=1 --set mailbox=1 --set inFlight=3 --warmup 0 --iterations 1 --json");
    assertThat(ended.status()).isEqualTo(1);
    JsonNode json = JsonMapper.shared().readTree(ended.out());
    assertThat(json.path("outcome").asString()).isEqualTo("dnf");
    assertThat(json.path("reason").asString()).startsWith("deadlock: ");
    assertThat(json.path("answer").isNull()).isTrue();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "trial --runtime gopher | no runtime 'gopher': there are",
        "trial --runtime jdk-virtual --workload actor-mush | no workload 'actor-mush': there are actor-mesh",
        "trial --runtime jdk-virtual --set colour=red | no parameter 'colour': actor-mesh has actors",
        "trial --runtime jdk-virtual --set payload=7 | payload=7: expected a whole number from 0",
        "trial --runtime jdk-virtual --set workers=-1 | workers=-1: expected a whole number from 0 to 1024",
        "trial --runtime jdk-threads --set actors=30001 | jdk-threads: tasks is at most 30000, not 30001",
        "trial --runtime jdk-virtual --iterations 0 | iterations=0: expected",
        "trial --runtime jdk-virtual --set rate=10 --set hops=7 | hops=7 does not divide",
        "trial | Missing required option: '--runtime",
        "trail | Unmatched argument at index 0: 'trail'",
        "results nowhere | no run 'nowhere': there",
        "benchmark Kettle | no benchmark 'Kettle': there are CacheLine, Clock, ",
        "benchmark Clock --forks 0 | forks=0: expected 1 or more",
        "benchmark Clock Poll --vary colour=red | colour=red: expected values of one of policy",
        "sweep --set policy=go | a sweep needs cores: one value",
        "sweep --set policy=go --vary cores=1,two | expected sim:<policy>/<representation>@<cores>",
        "sweep --set policy=go --vary cores=1,,2 | cores=1,,2: expected values separated by commas",
        "sweep --set policy=go --set cores=2 --set colour=red | no parameter 'colour': there are policy, tasks, cores, costs",
        "sweep --set policy=go --set cores=2 --vary cores=1,2 | cores stands in --set and in --vary",
        "sweep --set policy=go --set cores=2 --threads 0 | threads=0: expected 1 to 4096",
        "sweep --set policy=go --set cores=2 --seed -1 | --seed=-1: expected an unsigned 64-bit number",
        "sweep --set policy=go --set cores=2 --spark yarn | is no Spark master: expected local[*]",
        "sweep --set policy=go --set cores=2 --spark --spark-conf memory=4g | is no setting of Spark: expected spark.<name>",
        "sweep --set policy=go --set cores=2 --spark-conf spark.x=1 | --spark-conf needs --spark",
        "sweep --set policy=go --set cores=2 --spark local[2] --threads 2 | --threads=2: on Spark they are",
        "run --on jdk-virtual --vary inFlight=few | --vary inFlight=few: expected whole numbers",
      })
  void badInputGetsOneClearLineAndStatusTwo(String call, String message) {
    var ended = words(call);
    assertThat(ended.status()).isEqualTo(2);
    assertThat(ended.err()).startsWith("interleave: ").contains(message);
    assertThat(ended.err().strip().lines()).hasSize(1);
    assertThat(ended.out()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "runtimes",
        "workloads",
        "trial",
        "run",
        "results",
        "figures",
        "build",
        "baseline",
        "benchmark",
        "simulate",
        "sweep"
      })
  void everyCommandHasHelp(String command) {
    var ended = words((command + " --help").strip());
    assertThat(ended.status()).isZero();
    assertThat(ended.out()).contains("Usage: interleave " + command).contains("--help");
  }

  @Test
  void runtimesAsJsonSayWhatIsMissingAndHowToGetIt() {
    JsonNode json = JsonMapper.shared().readTree(words("runtimes --json").out());
    assertThat(json).isNotEmpty();
    for (JsonNode runtime : json) {
      assertThat(runtime.path("available").asBoolean()).isEqualTo(runtime.path("missing").isNull());
      assertThat(runtime.path("name").asString()).isNotEmpty();
      assertThat(runtime.path("kind").asString()).isIn("native", "jvm");
    }
  }
}
