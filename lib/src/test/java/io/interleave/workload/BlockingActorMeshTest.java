package io.interleave.workload;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.interleave.task.LinkedMailbox;
import io.interleave.task.LockFreeMailbox;
import io.interleave.task.Mailbox;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.MethodSource;

@Timeout(120)
class BlockingActorMeshTest {
  private static final ThreadFactory VIRTUAL = Thread.ofVirtual().factory();
  private static final ThreadFactory PLATFORM = Thread.ofPlatform().factory();
  private static final Threads VIRTUAL_LINKED = new Threads(VIRTUAL, LinkedMailbox::new);
  static final List<Threads> SUBJECTS =
      List.of(
          VIRTUAL_LINKED,
          new Threads(VIRTUAL, LockFreeMailbox::new),
          new Threads(PLATFORM, LinkedMailbox::new),
          new Threads(PLATFORM, LockFreeMailbox::new));
  private static final ActorMesh SMALL =
      new ActorMesh().actors(1_000).messages(20_000).inFlight(100);

  static Stream<Vectors.Vector> quickVectors() {
    return Vectors.actorMesh(20_000);
  }

  @ParameterizedTest
  @MethodSource("quickVectors")
  void everyKindOfThreadAndMailboxAnswersTheVectors(Vectors.Vector vector)
      throws InterruptedException {
    for (var threads : SUBJECTS) {
      check(vector, threads);
    }
  }

  @Test
  void aMillionMessagesOnVirtualThreads() throws InterruptedException {
    check(
        Vectors.actorMesh(1_000_000)
            .filter(v -> v.mesh().deliveries() == 1_000_000)
            .findFirst()
            .orElseThrow(),
        SUBJECTS.get(1));
  }

  @Test
  @Tag("stress")
  @Timeout(900)
  void aMillionMessagesOnTenThousandPlatformThreads() throws InterruptedException {
    check(
        Vectors.actorMesh(1_000_000)
            .filter(v -> v.mesh().deliveries() == 1_000_000)
            .findFirst()
            .orElseThrow(),
        SUBJECTS.get(2));
  }

  private static void check(Vectors.Vector vector, Threads threads) throws InterruptedException {
    var round = run(vector.mesh(), threads);
    assertThat("%016x".formatted(round.answer())).isEqualTo(vector.answer());
    assertThat(round.deliveries()).isEqualTo(vector.mesh().deliveries());
    assertThat(round.elapsedNs()).isPositive();
    assertThat(round.startNs()).isPositive();
  }

  private static Round run(ActorMesh mesh, Threads threads) throws InterruptedException {
    return Blocking.form(mesh, threads).run(Meter.NONE);
  }

  @Test
  void everyHopIsRecordedOnceBeforeOrInTheDrain() throws InterruptedException {
    var round = run(SMALL, VIRTUAL_LINKED);
    assertThat(count(round, "hop") + count(round, "hop_drain")).isEqualTo(20_000);
    assertThat(count(round, "hop")).isPositive();
    assertThat(count(round, "hop_drain")).isPositive();
  }

  @Test
  void oneIn64RecordsTheSameHopsWhateverTheOrder() throws InterruptedException {
    var mesh = SMALL.record("64").work(1);
    long expected = 0;
    for (long k = 0; k < 100; k++) {
      var token = new MeshPlan(mesh).token(k, null);
      while (!token.isRetired()) {
        token.advance();
        expected += (token.z >>> 8 & 63) == 0 ? 1 : 0;
      }
    }
    assertThat(expected).isBetween(20_000L / 64 / 2, 20_000L / 64 * 2);
    for (var threads : SUBJECTS) {
      var round = run(mesh, threads);
      assertThat(count(round, "hop") + count(round, "hop_drain")).isEqualTo(expected);
    }
  }

  @Test
  void recordingOffRecordsNothing() throws InterruptedException {
    assertThat(run(SMALL.record("off"), VIRTUAL_LINKED).histograms()).isEmpty();
  }

  @Test
  void freshTokensGiveTheSameAnswerAndHistogramsAsReusedOnes() throws InterruptedException {
    var fresh = run((ActorMesh) SMALL.with("message", "fresh"), VIRTUAL_LINKED);
    assertThat(fresh.answer()).isEqualTo(SMALL.answer());
    assertThat(count(fresh, "hop") + count(fresh, "hop_drain")).isEqualTo(20_000);
  }

  @Test
  void moreTokensThanMessagesEndAllTheSame() throws InterruptedException {
    var mesh = new ActorMesh().actors(3).messages(5).inFlight(9);
    assertThat(run(mesh, VIRTUAL_LINKED).answer()).isEqualTo(mesh.answer());
  }

  @Test
  void retainedPayloadsChangeNoAnswer() throws InterruptedException {
    var mesh = (ActorMesh) SMALL.payload(64).with("retain", "3");
    assertThat(run(mesh, VIRTUAL_LINKED).answer()).isEqualTo(mesh.answer());
  }

  @ParameterizedTest
  @FieldSource("SUBJECTS")
  void anOpenLoopStartsNoTokenBeforeItsTimeAndTellsEachOnesLatency(Threads threads)
      throws InterruptedException {
    var mesh = new ActorMesh().actors(100).messages(2_000).rate(20_000).record("off");
    var round = run(mesh, threads);
    assertThat(round.answer()).isEqualTo(mesh.answer());
    assertThat(round.histograms()).containsOnlyKeys("token", "token_uncorrected", "pacer_late");
    assertThat(round.histograms().values()).allMatch(histogram -> histogram.getTotalCount() == 100);
    double offered = requireNonNull(round.metrics().get("offered_per_s")).doubleValue();
    assertThat(offered).isBetween(10_000.0, 40_000.0);
    assertThat(round.elapsedNs()).isGreaterThan((long) (2_000 * 1e9 / offered));
    // A token's latency from its intended start holds its lateness.
    assertThat(mean(round, "token")).isGreaterThanOrEqualTo(mean(round, "token_uncorrected"));
  }

  private static double mean(Round round, String histogram) {
    return requireNonNull(round.histograms().get(histogram)).getMean();
  }

  @ParameterizedTest
  @FieldSource("SUBJECTS")
  void aDeadlockedMeshCanBeGivenUpAndLeavesNoTask(Threads threads) throws InterruptedException {
    var started = new AtomicInteger();
    var counted =
        new Threads(
            task -> {
              started.incrementAndGet();
              return threads.factory().newThread(() -> runAndCount(task, started));
            },
            threads.mailboxes());
    var execution = Blocking.form(new ActorMesh().actors(1).mailbox(1).inFlight(3), counted);
    var reason = new IllegalStateException("enough");
    var watcher = Thread.startVirtualThread(() -> abortWhenStuck(execution, reason));
    assertThatThrownBy(() -> execution.run(Meter.NONE))
        .isInstanceOf(Execution.Aborted.class)
        .hasCause(reason);
    watcher.join();
    while (started.get() > 0) {
      Thread.sleep(1);
    }
    assertThat(execution.finished()).isLessThan(execution.goal());
  }

  private static void runAndCount(Runnable task, AtomicInteger running) {
    task.run();
    running.decrementAndGet();
  }

  private static void abortWhenStuck(Execution execution, Throwable reason) {
    try {
      while (!execution.underWay()) {
        Thread.sleep(1);
      }
      Thread.sleep(100);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    execution.abort(reason);
  }

  @Test
  void aTaskThatThrowsEndsTheRoundWithItsReason() {
    var broken = new IllegalStateException("no more");
    Mailbox.Maker breaking =
        new Mailbox.Maker() {
          @Override
          public <M> Mailbox<M> bounded(int bound) {
            return new BreaksAtTheTenth<>(broken);
          }
        };
    assertThatThrownBy(() -> run(SMALL, new Threads(VIRTUAL, breaking))).hasCause(broken);
  }

  private static final class BreaksAtTheTenth<M> implements Mailbox<M> {
    private final Mailbox<M> whole = new LinkedMailbox<>(0);
    private final AtomicInteger sent = new AtomicInteger();
    private final RuntimeException broken;

    BreaksAtTheTenth(RuntimeException broken) {
      this.broken = broken;
    }

    @Override
    public void send(M message) throws InterruptedException {
      if (sent.incrementAndGet() == 10) {
        throw broken;
      }
      whole.send(message);
    }

    @Override
    public M receive() throws InterruptedException {
      return whole.receive();
    }
  }

  @Test
  void theMeterIsReadAroundTheClock() throws InterruptedException {
    var calls = new AtomicInteger();
    var meter =
        new Meter() {
          @Override
          public void start() {
            assertThat(calls.getAndIncrement()).isZero();
          }

          @Override
          public Map<String, Number> stop() {
            return Map.of("threads", calls.incrementAndGet());
          }
        };
    assertThat(Blocking.form(SMALL, VIRTUAL_LINKED).run(meter).metrics())
        .containsEntry("threads", 2);
  }

  private static long count(Round round, String histogram) {
    var found = round.histograms().get(histogram);
    return found == null ? 0 : found.getTotalCount();
  }
}
