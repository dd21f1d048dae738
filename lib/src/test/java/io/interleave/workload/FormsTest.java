package io.interleave.workload;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import io.interleave.Vectors;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.Timeout;

/** Every workload's forms, on everything that runs them; the mesh has a test of its own. */
@Timeout(120)
class FormsTest {
  private static final List<Vectors.Vector> VECTORS =
      Vectors.ofAll().stream()
          .filter(v -> !(v.workload() instanceof ActorMesh))
          .filter(v -> !(v.workload() instanceof IoMix)) // IoMixTest has a client for it
          .toList();

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

  /** What each of these must have recorded beside its answer. */
  @TestFactory
  Stream<DynamicTest> recordsWhatItOwes() {
    return EveryForm.each(
        form -> {
          var timers = form.apply(new Timers().n(50).with("spread", "2000")).run(Meter.NONE);
          assertThat(count(timers, "late")).isEqualTo(50);
          var deep = new DeepStack().tasks(20).depth(30).ticker(1);
          var stacks = form.apply(deep).run(Meter.NONE);
          assertThat(count(stacks, "first_call")).isEqualTo(20);
          assertThat(count(stacks, "second_call")).isEqualTo(20);
          assertThat(count(stacks, "late_idle")).isEqualTo(200);
          var hog = form.apply(new Hog().hogs(3).rounds(3_000_000)).run(Meter.NONE);
          assertThat(count(hog, "late_idle")).isEqualTo(200);
          long owed = requireNonNull(hog.metrics().get("ticks_owed")).longValue();
          assertThat(owed).isEqualTo(hog.elapsedNs() / 1_000_000).isPositive();
          assertThat(count(hog, "late")).isEqualTo(owed);
          assertThat(requireNonNull(hog.metrics().get("ticks_had")).longValue())
              .isBetween(0L, owed);
          var elsewhere = new Hog().hogs(3).rounds(100_000).place("blocking");
          assertThat(form.apply(elsewhere).run(Meter.NONE).answer()).isEqualTo(elsewhere.answer());
        });
  }

  private static long count(Round round, String histogram) {
    return requireNonNull(round.histograms().get(histogram), histogram).getTotalCount();
  }

  /** It is asked twice: before there are tasks, and when all wait. */
  @TestFactory
  Stream<DynamicTest> idleTasksAreWeighedBeforeAndAtRest() {
    return EveryForm.each(
        form -> {
          var idle = new IdleTasks().n(100).depth(3);
          var execution = form.apply(idle);
          var asked = new AtomicInteger();
          var meter =
              new Meter() {
                @Override
                public void start() {
                  assertThat(asked).hasValue(2);
                }

                @Override
                public Map<String, Number> memory() {
                  return Map.of("heap_bytes", asked.incrementAndGet());
                }

                @Override
                public Map<String, Number> stop() {
                  return Map.of("idle_rss_bytes", 7);
                }
              };
          var round = execution.run(meter);
          assertThat(round.answer()).isEqualTo(idle.answer());
          assertThat(round.metrics())
              .contains(
                  entry("heap_before_bytes", 1),
                  entry("idle_heap_bytes", 2),
                  entry("idle_rss_bytes", 7));
        });
  }

  /** A state machine is objects, which have a layout: a call more is an object more. */
  @TestFactory
  Stream<DynamicTest> anAsyncTaskKnowsItsSize() {
    return EveryForm.each(
        form -> {
          if (form.apply(new IdleTasks().n(1)) instanceof AsyncIdleTasks) {
            long call = taskBytes(form, new IdleTasks().n(10).depth(2));
            call -= taskBytes(form, new IdleTasks().n(10).depth(1));
            assertThat(call).isIn(16L, 24L);
            long level = taskBytes(form, new DeepAwait().times(1).depth("4"));
            level -= taskBytes(form, new DeepAwait().times(1).depth("1"));
            assertThat(level).isIn(3 * 24L, 3 * 32L);
          }
        });
  }

  private static long taskBytes(Function<Workload, Execution> form, Workload workload)
      throws InterruptedException {
    var metrics = form.apply(workload).run(Meter.NONE).metrics();
    return requireNonNull(metrics.get("task_bytes")).longValue();
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
