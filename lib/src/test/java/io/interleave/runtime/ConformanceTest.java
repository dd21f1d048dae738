package io.interleave.runtime;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.interleave.Vectors;
import io.interleave.workload.ActorMesh;
import io.interleave.workload.Round;
import io.interleave.workload.Values;
import io.interleave.workload.Workload;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.opentest4j.TestAbortedException;

/**
 * Every runtime that is here, held to the contract through its own door. Those that are missing are
 * skipped by name. A few forks run at a time (junit-platform.properties says how many): no answer
 * depends on time.
 */
class ConformanceTest {
  /** A runtime, and where it has more than one design inside, the settings that choose it. */
  private record Subject(TaskRuntime runtime, Values settings) {
    static Stream<Subject> of(TaskRuntime runtime) {
      var usual = new Subject(runtime, Values.defaults(runtime.settings()));
      return switch (runtime.name()) {
        case "tokio" ->
            Stream.of(
                usual,
                usual.with("mailbox-impl", "own"),
                usual.with("mailbox-impl", "own").with("waker", "once").with("coop", "off"),
                usual.with("flavor", "current"),
                usual.with("allocator", "mimalloc"),
                usual.with("allocator", "jemalloc"));
        case "tokio-unstable" -> Stream.of(usual, usual.with("lifo", "off"));
        case "go" -> Stream.of(usual, usual.with("asyncpreempt", "off"));
        case "tinygo" -> Stream.of(usual, usual.with("scheduler", "threads"));
        default -> Stream.of(usual);
      };
    }

    /** A variant changes how a mesh runs; the other workloads run as the usual one has them. */
    boolean isUsual() {
      return settings.changed().isEmpty();
    }

    boolean hasThreadPerActor() {
      return runtime.name().endsWith("-threads")
          || settings.changed().contains("scheduler=threads");
    }

    Subject with(String setting, String value) {
      return new Subject(runtime, settings.with(setting, value));
    }

    Optional<String> refusal(Workload workload) {
      return runtime.refusal(workload, settings);
    }

    Process start() throws Exception {
      runtime.prepare();
      var builder =
          new ProcessBuilder(runtime.command(settings)).directory(runtime.folder().toFile());
      builder.environment().putAll(runtime.environment(settings));
      return builder.start();
    }

    /**
     * The same mesh as this one can run it: without a bound where mailboxes have none, which
     * changes neither answer nor recording.
     */
    Workload fitted(Workload mesh) {
      if (refusal(mesh).isEmpty() || !mesh.values().has("mailbox")) {
        return mesh;
      }
      var unbounded = mesh.with("mailbox", "0");
      return refusal(unbounded).isEmpty() ? unbounded : mesh;
    }

    @Override
    public String toString() {
      return (runtime.name() + " " + settings.changed()).strip();
    }
  }

  /** All, or with {@code -Dconformance=asyncio,gccgo} those only. */
  private static final List<Subject> ALL =
      Runtimes.of(Home.find()).all().stream()
          .filter(r -> asked().isEmpty() || asked().contains(r.name()))
          .flatMap(Subject::of)
          .toList();

  private static final List<Vectors.Vector> VECTORS = Vectors.ofAll();

  static List<String> asked() {
    String names = System.getProperty("conformance", "");
    return names.isEmpty() ? List.of() : List.of(names.split(","));
  }

  /** Of our machines' many only these are held to all of it: one for each representation. */
  private static final List<String> OURS =
      List.of(
          "live:go/stackful",
          "live:smol/virtual",
          "live:tokio/stackless",
          "sim:go/stackful@2",
          "sim:tokio/stackless@2");

  private static boolean inShort(Subject subject) {
    return subject.runtime().name().matches("(live|sim):.*")
        && !OURS.contains(subject.runtime().name());
  }

  /**
   * The others in this process: ActorMeshFormsTest and SimulationTest have them answer the rest.
   */
  @TestFactory
  @Execution(ExecutionMode.CONCURRENT)
  Stream<DynamicTest> answersEveryVector() {
    return ALL.stream()
        .flatMap(
            subject ->
                VECTORS.stream()
                    .filter(v -> subject.refusal(subject.fitted(v.workload())).isEmpty())
                    .filter(v -> subject.isUsual() || v.workload() instanceof ActorMesh)
                    .filter(v -> !inShort(subject) || v.workload().deliveries() == 1_000_000)
                    .filter(
                        v -> !subject.hasThreadPerActor() || v.workload().deliveries() < 1_000_000)
                    .map(
                        v ->
                            DynamicTest.dynamicTest(subject + " " + v, () -> answers(subject, v))));
  }

  private static void answers(Subject subject, Vectors.Vector vector) throws Exception {
    // The smallest vector runs three rounds: what one leaves behind must not reach the next.
    int warmup = vector.workload().deliveries() < 100 ? 2 : 0;
    var result = run(subject, subject.fitted(vector.workload()), warmup);
    assertThat(result.failure()).isNull();
    assertThat(result.rounds()).hasSize(warmup + 1);
    for (var round : result.rounds()) {
      assertThat("%016x".formatted(round.answer())).isEqualTo(vector.answer());
      assertThat(round.deliveries()).isEqualTo(vector.workload().deliveries());
      assertThat(round.elapsedNs()).isPositive();
      if (vector.workload() instanceof ActorMesh) {
        assertThat(hops(round)).isEqualTo(round.deliveries());
      }
    }
  }

  /** The very same hops in every language: those whose z has bits 8 to 13 all zero. */
  @TestFactory
  @Execution(ExecutionMode.CONCURRENT)
  Stream<DynamicTest> recordsOneHopOfSixtyFour() {
    var mesh = new ActorMesh().actors(100).messages(64_000).inFlight(10).record("64");
    return each(subject -> assertThat(hops(round(subject, mesh))).isEqualTo(981));
  }

  /** Of ten thousand actors: those that are too slow for a million messages run them here. */
  @TestFactory
  @Execution(ExecutionMode.CONCURRENT)
  Stream<DynamicTest> recordsNoHopWhenItIsAskedForNone() {
    var mesh = new ActorMesh().messages(50_000).record("off");
    return each(
        subject -> {
          var round = round(subject, mesh);
          assertThat(hops(round)).isZero();
          assertThat(round.answer()).isEqualTo(mesh.answer());
        });
  }

  private static Round round(Subject subject, Workload mesh) throws Exception {
    var result = run(subject, subject.fitted(mesh), 0);
    assertThat(result.failure()).isNull();
    return result.rounds().getFirst();
  }

  private static long hops(Round round) {
    return round.histograms().entrySet().stream()
        .filter(e -> e.getKey().startsWith("hop"))
        .mapToLong(e -> e.getValue().getTotalCount())
        .sum();
  }

  /** Unbounded: on a busy machine the open loop outruns mailboxes of 64, and that is a deadlock. */
  @TestFactory
  @Execution(ExecutionMode.CONCURRENT)
  Stream<DynamicTest> openLoopRecordsEveryTokenWhateverRecordSays() {
    var mesh = new ActorMesh().actors(100).openLoop(100_000, 0.2).mailbox(0).record("off");
    return each(
        subject -> {
          var round = round(subject, mesh);
          for (String name : List.of("token", "token_uncorrected", "pacer_late")) {
            var recorded = requireNonNull(round.histograms().get(name), name);
            assertThat(recorded.getTotalCount()).as(name).isEqualTo(mesh.tokens());
          }
          assertThat(requireNonNull(round.metrics().get("offered_per_s")).doubleValue())
              .isBetween(80_000.0, 125_000.0);
        });
  }

  /** Each waits for five seconds and computes nothing meanwhile: so some of them wait together. */
  @TestFactory
  Stream<DynamicTest> endsADeadlockedMeshWithItsReason() {
    var mesh = new ActorMesh().actors(1).mailbox(1).inFlight(3);
    var together = Executors.newFixedThreadPool(8);
    var results = new LinkedHashMap<Subject, Future<ForkResult>>();
    ALL.stream()
        .filter(subject -> !inShort(subject))
        .filter(subject -> !subject.toString().contains("/virtual")) // see ActorMeshFormsTest
        .forEach(s -> results.put(s, together.submit(() -> run(s, mesh, 0))));
    return results.entrySet().stream()
        .map(e -> DynamicTest.dynamicTest(e.getKey() + "", () -> isDeadlock(e.getValue())))
        .onClose(together::shutdownNow);
  }

  private static void isDeadlock(Future<ForkResult> waiting) throws Exception {
    try {
      var result = waiting.get();
      assertThat(result.failure()).startsWith("deadlock: ");
      assertThat(result.elapsedNs()).isLessThan(TimeUnit.SECONDS.toNanos(12));
    } catch (ExecutionException e) {
      throw e.getCause() instanceof TestAbortedException skipped ? skipped : e;
    }
  }

  @TestFactory
  @Execution(ExecutionMode.CONCURRENT)
  Stream<DynamicTest> stopsWhenItsInputEnds() {
    return each(
        subject -> {
          Process process = subject.start();
          try {
            process
                .getOutputStream()
                .write(
                    "{\"contract\":1,\"workload\":\"actor-mesh\"}\n"
                        .getBytes(java.nio.charset.StandardCharsets.UTF_8));
            process.getOutputStream().close();
            assertThat(process.waitFor(10, TimeUnit.SECONDS)).isTrue();
            assertThat(process.exitValue()).isNotZero();
          } finally {
            process.destroyForcibly();
          }
        });
  }

  @TestFactory
  @Execution(ExecutionMode.CONCURRENT)
  Stream<DynamicTest> refusesWhatItCannotRead() {
    return each(
        subject -> {
          Process process = subject.start();
          try (var out = process.getOutputStream()) {
            out.write("what?\n".getBytes(java.nio.charset.StandardCharsets.UTF_8));
            out.flush();
            String printed =
                new String(
                    process.getInputStream().readAllBytes(),
                    java.nio.charset.StandardCharsets.UTF_8);
            assertThat(printed).contains("\"error\"").contains("\"refused\"");
            assertThat(process.waitFor()).isEqualTo(2);
          } finally {
            process.destroyForcibly();
          }
        });
  }

  private interface Check {
    void on(Subject subject) throws Exception;
  }

  private static Stream<DynamicTest> each(Check check) {
    return ALL.stream()
        .filter(subject -> !inShort(subject))
        .map(
            subject ->
                DynamicTest.dynamicTest(
                    subject.toString(),
                    () -> {
                      assumeHere(subject.runtime());
                      check.on(subject);
                    }));
  }

  private static void assumeHere(TaskRuntime runtime) {
    assumeTrue(
        runtime.availability().here(),
        () -> runtime.name() + " is missing: " + runtime.availability().missing());
  }

  private static ForkResult run(Subject subject, Workload workload, int warmup) throws Exception {
    assumeHere(subject.runtime());
    var refusal = subject.refusal(workload);
    assumeTrue(refusal.isEmpty(), () -> subject + ": " + refusal.orElseThrow());
    subject.runtime().prepare();
    return new Fork(subject.runtime(), workload, subject.settings(), warmup, 1, Fork.Limits.DEFAULT)
        .run((_, _) -> {});
  }
}
