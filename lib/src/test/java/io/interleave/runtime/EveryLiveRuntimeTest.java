package io.interleave.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.interleave.Vectors;
import io.interleave.workload.Values;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * What {@code ConformanceTest} asks of one live runtime a representation, of all of them: each
 * vector that it can run, in a process of its own.
 */
class EveryLiveRuntimeTest {
  private static final List<TaskRuntime> ALL =
      Runtimes.of(Home.find()).all().stream().filter(r -> r.name().startsWith("live:")).toList();

  @Test
  void allPoliciesAreThereInAllRepresentations() {
    assertThat(ALL).hasSize(Policies.names().size() * Representation.values().length);
    assertThat(Policies.names())
        .contains("go", "tokio", "smol", "fifo", "fork-join", "thread-per-core");
  }

  /** With {@code -Dconformance=live:go/stackful} that one only. */
  @TestFactory
  @Tag("stress")
  Stream<DynamicTest> answersEveryVector() {
    return ALL.stream()
        .filter(
            r -> ConformanceTest.asked().isEmpty() || ConformanceTest.asked().contains(r.name()))
        .flatMap(
            runtime ->
                Vectors.ofAll().stream()
                    .map(
                        v ->
                            DynamicTest.dynamicTest(
                                runtime.name() + " " + v, () -> answers(runtime, v))));
  }

  private static void answers(TaskRuntime runtime, Vectors.Vector vector) throws Exception {
    var settings = Values.defaults(runtime.settings());
    var refusal = runtime.refusal(vector.workload(), settings);
    assumeTrue(refusal.isEmpty(), () -> refusal.orElseThrow());
    runtime.prepare();
    var result =
        new Fork(runtime, vector.workload(), settings, 0, 1, Fork.Limits.DEFAULT).run((_, _) -> {});
    assertThat(result.failure()).isNull();
    assertThat(result.rounds()).hasSize(1);
    var round = result.rounds().getFirst();
    assertThat("%016x".formatted(round.answer())).isEqualTo(vector.answer());
    assertThat(round.deliveries()).isEqualTo(vector.workload().deliveries());
  }
}
