package io.interleave.workload;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.interleave.Vectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.Timeout;

/** Every form of the mesh, on everything that runs it. */
@Timeout(120)
class ActorMeshFormsTest {
  private static final ActorMesh SMALL =
      new ActorMesh().actors(1_000).messages(20_000).inFlight(100);

  @TestFactory
  Stream<DynamicTest> answersTheVectors() {
    return EveryForm.each(
        form -> {
          for (var vector : Vectors.ofActorMesh(20_000).toList()) {
            var round = form.apply(vector.workload()).run(Meter.NONE);
            assertThat("%016x".formatted(round.answer())).isEqualTo(vector.answer());
            assertThat(round.deliveries()).isEqualTo(vector.workload().deliveries());
            assertThat(round.elapsedNs()).isPositive();
            assertThat(round.startNs()).isPositive();
          }
        },
        1,
        2,
        4);
  }

  private static void abortWhenSilent(Execution execution) {
    try {
      long seen = -1;
      while (seen != execution.deliveries() || !execution.underWay()) {
        seen = execution.deliveries();
        Thread.sleep(200);
      }
      execution.abort(new IllegalStateException("stuck"));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @TestFactory
  Stream<DynamicTest> everyHopIsRecordedOnceBeforeOrInTheDrain() {
    return EveryForm.each(
        form -> {
          var round = form.apply(SMALL).run(Meter.NONE);
          assertThat(count(round, "hop") + count(round, "hop_drain")).isEqualTo(20_000);
          assertThat(count(round, "hop")).isPositive();
          assertThat(count(round, "hop_drain")).isPositive();
          assertThat(form.apply(SMALL.record("off")).run(Meter.NONE).histograms()).isEmpty();
        });
  }

  @TestFactory
  Stream<DynamicTest> oneIn64RecordsTheSameHopsWhateverTheOrder() {
    var mesh = SMALL.record("64").work(1);
    long expected = 0;
    for (long k = 0; k < 100; k++) {
      var token = new MeshPlan(mesh).token(k, null);
      while (!token.isRetired()) {
        token.advance();
        expected += (token.z >>> 8 & 63) == 0 ? 1 : 0;
      }
    }
    long hops = expected;
    assertThat(hops).isBetween(20_000L / 64 / 2, 20_000L / 64 * 2);
    return EveryForm.each(
        form -> {
          var round = form.apply(mesh).run(Meter.NONE);
          assertThat(count(round, "hop") + count(round, "hop_drain")).isEqualTo(hops);
        });
  }

  @TestFactory
  Stream<DynamicTest> freshTokensAndRetainedPayloadsChangeNoAnswer() {
    return EveryForm.each(
        form -> {
          var fresh = form.apply((ActorMesh) SMALL.with("message", "fresh")).run(Meter.NONE);
          assertThat(fresh.answer()).isEqualTo(SMALL.answer());
          assertThat(count(fresh, "hop") + count(fresh, "hop_drain")).isEqualTo(20_000);
          var retaining = (ActorMesh) SMALL.payload(64).with("retain", "3");
          assertThat(form.apply(retaining).run(Meter.NONE).answer()).isEqualTo(retaining.answer());
          var few = new ActorMesh().actors(3).messages(5).inFlight(9);
          assertThat(form.apply(few).run(Meter.NONE).answer()).isEqualTo(few.answer());
        });
  }

  @TestFactory
  Stream<DynamicTest> anOpenLoopStartsNoTokenBeforeItsTimeAndTellsEachOnesLatency() {
    var mesh = new ActorMesh().actors(100).messages(2_000).rate(20_000).record("off");
    return EveryForm.each(
        form -> {
          var round = form.apply(mesh).run(Meter.NONE);
          assertThat(round.answer()).isEqualTo(mesh.answer());
          assertThat(round.histograms())
              .containsOnlyKeys("token", "token_uncorrected", "pacer_late");
          assertThat(round.histograms().values()).allMatch(h -> h.getTotalCount() == 100);
          double offered = requireNonNull(round.metrics().get("offered_per_s")).doubleValue();
          assertThat(offered).isBetween(10_000.0, 40_000.0);
          assertThat(round.elapsedNs()).isGreaterThan((long) (2_000 * 1e9 / offered));
          // A token's latency from its intended start holds its lateness.
          assertThat(mean(round, "token")).isGreaterThanOrEqualTo(mean(round, "token_uncorrected"));
        });
  }

  /**
   * Not with virtual threads on a policy: a newcomer may overtake who waits for room in a
   * LinkedBlockingQueue, and where the policy lets the one actor go on, it has the room each time.
   */
  @TestFactory
  Stream<DynamicTest> aDeadlockedMeshCanBeGivenUp() {
    return EveryForm.each(
            form -> {
              var execution = form.apply(new ActorMesh().actors(1).mailbox(1).inFlight(3));
              var watcher = Thread.startVirtualThread(() -> abortWhenSilent(execution));
              assertThatThrownBy(() -> execution.run(Meter.NONE))
                  .isInstanceOf(Execution.Aborted.class)
                  .hasMessage("stuck");
              watcher.join();
              assertThat(execution.finished()).isLessThan(execution.goal());
            })
        .filter(test -> !test.getDisplayName().contains("/virtual"));
  }

  private static double mean(Round round, String histogram) {
    return requireNonNull(round.histograms().get(histogram)).getMean();
  }

  private static long count(Round round, String histogram) {
    var found = round.histograms().get(histogram);
    return found == null ? 0 : found.getTotalCount();
  }
}
