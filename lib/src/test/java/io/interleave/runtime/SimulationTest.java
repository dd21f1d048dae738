package io.interleave.runtime;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.interleave.Vectors;
import io.interleave.machine.Costs;
import io.interleave.machine.Deadlock;
import io.interleave.machine.Timeline;
import io.interleave.workload.ActorMesh;
import io.interleave.workload.InvalidInput;
import io.interleave.workload.Values;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(120)
class SimulationTest {
  private static final ActorMesh SMALL =
      new ActorMesh().actors(1_000).messages(20_000).inFlight(100);

  private static Simulation simulation(String name) {
    return Simulation.named(name, Map.of());
  }

  @TestFactory
  Stream<DynamicTest> everyPolicyAnswersEveryVectorOnAnyNumberOfCores() {
    return Policies.names().stream()
        .flatMap(policy -> IntStream.of(1, 2, 64).mapToObj(n -> policy + "/stackless@" + n))
        .map(name -> DynamicTest.dynamicTest(name, () -> answersEveryVector(name)));
  }

  private static void answersEveryVector(String name) throws InterruptedException {
    for (var vector : Vectors.ofActorMesh()) {
      var seen = simulation(name).run(vector.workload(), 7, null);
      assertThat("%016x".formatted(seen.round().answer())).isEqualTo(vector.answer());
      assertThat(seen.round().deliveries()).isEqualTo(vector.workload().deliveries());
      assertThat(seen.round().elapsedNs()).isPositive();
    }
  }

  /** A main of its own, so that another JVM can be asked. */
  public static void main(String[] args) throws InterruptedException {
    for (String name : args) {
      System.out.printf("%016x%n", simulation(name).run(SMALL.work(3), 7, null).traceHash());
    }
  }

  @Test
  void theTraceIsTheSameWithAnotherCollectorAndWithoutACompiler() throws Exception {
    var names =
        Policies.names().stream().map(policy -> policy + "/stackful@16").toArray(String[]::new);
    var expected = new ArrayList<String>();
    for (String name : names) {
      expected.add("%016x".formatted(simulation(name).run(SMALL.work(3), 7, null).traceHash()));
    }
    assertThat(expected).doesNotHaveDuplicates();
    assertThat(inAnotherJvm(List.of("-Xint", "-XX:+UseParallelGC"), names)).isEqualTo(expected);
    assertThat(inAnotherJvm(List.of("-XX:+UseZGC", "-XX:TieredStopAtLevel=1"), names))
        .isEqualTo(expected);
  }

  private static List<String> inAnotherJvm(List<String> flags, String... names) throws Exception {
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(flags);
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.add(SimulationTest.class.getName());
    command.addAll(List.of(names));
    var child = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    try {
      var lines = new String(child.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertThat(child.waitFor()).isZero();
      return lines.lines().toList();
    } finally {
      child.destroyForcibly();
    }
  }

  @Test
  void aStackfulTaskCostsTheSwitchOfItsStackBeside() throws Exception {
    long stackless = simulation("go/stackless@1").run(SMALL, 7, null).round().elapsedNs();
    long stackful = simulation("go/stackful@1").run(SMALL, 7, null).round().elapsedNs();
    assertThat((stackful - stackless) / 20_000)
        .isBetween(Costs.DEFAULT.continuationNs() / 2, Costs.DEFAULT.continuationNs() * 3 / 2);
  }

  @Test
  void aConstantOfThePolicyChangesTheTraceAndNotTheAnswer() throws Exception {
    var without = Simulation.named("tokio/stackless@4", Map.of("lifoSlot", "false"));
    var seen = without.run(SMALL, 7, null);
    assertThat(requireNonNull(seen.counters().get("slot_hits"))).isZero();
    assertThat(seen.traceHash())
        .isNotEqualTo(simulation("tokio/stackless@4").run(SMALL, 7, null).traceHash());
  }

  /** Little's law holds of what was simulated: K = throughput × mean latency. */
  @Test
  void thereAreAsManyTokensUnderWayAsLittlesLawSays() throws Exception {
    var mesh = new ActorMesh().actors(1_000).messages(200_000).inFlight(100);
    for (String name : List.of("tokio/stackless@2", "go/stackful@8", "smol/stackless@4")) {
      var round = simulation(name).run(mesh, 7, null).round();
      var hops = requireNonNull(round.histograms().get("hop"));
      hops.add(requireNonNull(round.histograms().get("hop_drain")));
      double inFlight = hops.getMean() * round.deliveries() / round.elapsedNs();
      // A hop's latency begins when its sender let go and ends when it is taken out.
      assertThat(inFlight).as(name).isBetween(85.0, 100.0);
    }
  }

  @Test
  void anOpenLoopKeepsToItsTimes() throws Exception {
    var mesh = new ActorMesh().actors(100).openLoop(1_000_000, 0.02);
    var round = simulation("tokio/stackless@4").run(mesh, 7, null).round();
    double offered = requireNonNull(round.metrics().get("offered_per_s")).doubleValue();
    assertThat(round.elapsedNs())
        .isBetween((long) (mesh.deliveries() * 1e9 / offered), 40_000_000L);
    assertThat(requireNonNull(round.histograms().get("token")).getTotalCount())
        .isEqualTo(mesh.tokens());
  }

  @Test
  void aDeadlockIsKnownAtOnce() {
    var stuck = new ActorMesh().actors(1).mailbox(1).inFlight(3);
    assertThatThrownBy(() -> simulation("go/stackless@4").run(stuck, 7, null))
        .isInstanceOf(Deadlock.class);
  }

  @Test
  void aTimelineTellsEveryPoll() throws Exception {
    var timeline = new Timeline().withTasks();
    var seen = simulation("go/stackless@4").run(SMALL, 7, timeline);
    long polls = IntStream.range(0, 4).mapToLong(w -> timeline.times(w).polls()).sum();
    assertThat(polls).isEqualTo(requireNonNull(seen.counters().get("polls")));
    assertThat(seen.traceHash())
        .isEqualTo(simulation("go/stackless@4").run(SMALL, 7, null).traceHash());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          sim:tokio/stackless    | expected sim:<policy>/<representation>@<cores>
          sim:tokio/stackless@0  | cores=0: expected 1 to 65536
          sim:tokio/virtual@2    | no representation 'virtual' in simulation
          sim:nobody/stackless@2 | no policy 'nobody': there are fifo
          """)
  void aNameThatMakesNoSenseIsRefusedInOneLine(String name, String message) {
    for (var door : List.<Runnable>of(() -> simulation(name), () -> Simulation.runtime(name))) {
      assertThatThrownBy(door::run).isInstanceOf(InvalidInput.class).hasMessageContaining(message);
    }
  }

  @Test
  void costsComeFromAFileOrByName(@TempDir Path folder) throws Exception {
    var file = Files.writeString(folder.resolve("slow.json"), "{\"messageNs\": 1000}");
    var slow = Simulation.named("go/stackless@1", Map.of("costs", file.toString()));
    assertThat(slow.run(SMALL, 7, null).round().elapsedNs()).isGreaterThan(20_000_000);
    Files.writeString(file, "{\"messageNs\": -1}");
    assertThatThrownBy(() -> Simulation.costs(file.toString()))
        .isInstanceOf(InvalidInput.class)
        .hasMessageContaining("slow.json: messageNs=-1: expected 0 to");
    assertThatThrownBy(() -> Simulation.costs("cray"))
        .isInstanceOf(InvalidInput.class)
        .hasMessageContaining("costs=cray: expected a file, or one of default");
  }

  @Test
  void oneNumberOfCostsCanBeChangedByName() {
    var costs = Simulation.costs("epyc-7763,lineNs=0,farNs=7");
    assertThat(costs.lineNs()).isZero();
    assertThat(costs.farNs()).isEqualTo(7);
    assertThat(costs.coresPerNode()).isEqualTo(8);
    assertThat(costs.name()).isEqualTo("epyc-7763,lineNs=0,farNs=7");
    assertThatThrownBy(() -> Simulation.costs("none,lineNs=some"))
        .isInstanceOf(InvalidInput.class)
        .hasMessageContaining("expected name,number=value");
    assertThatThrownBy(() -> Simulation.costs("none,lineNanos=1"))
        .isInstanceOf(InvalidInput.class)
        .hasMessageContaining("unknown constant lineNanos");
  }

  @Test
  void aForkSaysThatItsTimeIsVirtual() throws Exception {
    var runtime = Runtimes.of(Home.find()).named("sim:tokio/stackful@64");
    var settings = Values.defaults(runtime.settings()).with("costs", "epyc-7763");
    var result = new Fork(runtime, SMALL, settings, 1, 2, Fork.Limits.DEFAULT).run((_, _) -> {});
    assertThat(result.failure()).isNull();
    assertThat(result.notes().get("clock")).contains("virtual");
    assertThat(result.notes().get("costs")).contains("name=epyc-7763").contains("farNs=113");
    assertThat(result.rounds()).hasSize(3);
    assertThat(result.rounds()).allMatch(round -> round.answer() == SMALL.answer());
    assertThat(result.rounds().stream().map(r -> r.elapsedNs())).doesNotHaveDuplicates();
  }
}
