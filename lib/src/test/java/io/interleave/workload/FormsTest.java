package io.interleave.workload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.interleave.Vectors;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.Timeout;

/** Every workload's forms, on everything that runs them; the mesh has a test of its own. */
@Timeout(120)
class FormsTest {
  private static final List<Vectors.Vector> VECTORS =
      Vectors.ofAll().stream().filter(v -> !(v.workload() instanceof ActorMesh)).toList();

  /** Nothing, when the workload has no such form. */
  private static List<Execution> made(Function<Workload, Execution> form, Workload workload) {
    try {
      return List.of(form.apply(workload));
    } catch (InvalidInput e) {
      assertThat(e).hasMessageMatching(".*(has no .* form|is not applicable).*");
      return List.of();
    }
  }

  @TestFactory
  Stream<DynamicTest> answersTheVectors() {
    return EveryForm.each(
        form -> {
          for (var vector : VECTORS) {
            for (var execution : made(form, vector.workload())) {
              var round = execution.run(Meter.NONE);
              assertThat("%016x".formatted(round.answer()))
                  .as(vector.toString())
                  .isEqualTo(vector.answer());
              assertThat(round.deliveries())
                  .as(vector.toString())
                  .isEqualTo(vector.workload().deliveries());
              assertThat(round.elapsedNs()).isPositive();
            }
          }
        },
        1,
        2);
  }

  @TestFactory
  Stream<DynamicTest> whatIsGivenUpEndsWithItsReasonAndLeavesNoTask() {
    // Each far too long to end by itself.
    var endless =
        List.of(
            new PingPong().rounds(1_000_000_000),
            new Ring().tasks(10).hops(1_000_000_000_000L),
            new Channel().messages(1_000_000_000_000L),
            new FanIn().messages(1_000_000_000_000L),
            new FanOut().messages(1_000_000_000_000L),
            new Timers().n(10).with("spread", "60000000"),
            new Spawn().n(10_000_000).shape("tree"),
            new Hog().hogs(2).rounds(1_000_000_000_000L),
            new DeepAwait().times(1_000_000_000));
    return EveryForm.each(
        form -> {
          for (var workload : endless) {
            for (var execution : made(form, workload)) {
              var watcher = Thread.startVirtualThread(() -> abortSoon(execution));
              assertThatThrownBy(() -> execution.run(Meter.NONE))
                  .as(workload.name())
                  .isInstanceOf(Execution.Aborted.class)
                  .hasMessage("enough");
              watcher.join();
              assertThat(execution.finished()).isLessThan(execution.goal());
            }
          }
        });
  }

  private static void abortSoon(Execution execution) {
    try {
      Thread.sleep(100); // a hog's ticker still rehearses then
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    execution.abort(new IllegalStateException("enough"));
  }
}
