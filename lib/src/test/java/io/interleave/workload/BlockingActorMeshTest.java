package io.interleave.workload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.interleave.Vectors;
import io.interleave.task.LinkedMailbox;
import io.interleave.task.LockFreeMailbox;
import io.interleave.task.Mailbox;
import io.interleave.task.StackfulTask;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

@Timeout(120)
class BlockingActorMeshTest {
  private static final ThreadFactory VIRTUAL = Thread.ofVirtual().factory();
  private static final ThreadFactory PLATFORM = Thread.ofPlatform().factory();
  private static final JdkThreads VIRTUAL_LINKED = new JdkThreads(VIRTUAL, LinkedMailbox::new);
  static final List<JdkThreads> SUBJECTS =
      List.of(
          VIRTUAL_LINKED,
          new JdkThreads(VIRTUAL, LockFreeMailbox::new),
          new JdkThreads(PLATFORM, LinkedMailbox::new),
          new JdkThreads(PLATFORM, LockFreeMailbox::new));
  private static final ActorMesh SMALL =
      new ActorMesh().actors(1_000).messages(20_000).inFlight(100);

  @Test
  @Tag("stress")
  @Timeout(900)
  void aMillionMessagesOnTenThousandPlatformThreads() throws InterruptedException {
    check(
        Vectors.ofActorMesh(1_000_000)
            .filter(v -> v.workload().deliveries() == 1_000_000)
            .findFirst()
            .orElseThrow(),
        SUBJECTS.get(2));
  }

  private static void check(Vectors.Vector vector, Threads threads) throws InterruptedException {
    var round = run((ActorMesh) vector.workload(), threads);
    assertThat("%016x".formatted(round.answer())).isEqualTo(vector.answer());
    assertThat(round.deliveries()).isEqualTo(vector.workload().deliveries());
    assertThat(round.elapsedNs()).isPositive();
    assertThat(round.startNs()).isPositive();
  }

  private static Round run(ActorMesh mesh, Threads threads) throws InterruptedException {
    return Form.blocking(mesh, threads).run(Meter.NONE);
  }

  @ParameterizedTest
  @FieldSource("SUBJECTS")
  void aDeadlockedMeshCanBeGivenUpAndLeavesNoTask(JdkThreads threads) throws InterruptedException {
    var started = new AtomicInteger();
    var counted =
        new JdkThreads(
            task -> {
              started.incrementAndGet();
              return threads.factory().newThread(() -> runAndCount(task, started));
            },
            threads.mailboxes());
    var execution = Form.blocking(new ActorMesh().actors(1).mailbox(1).inFlight(3), counted);
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
    assertThatThrownBy(() -> run(SMALL, new JdkThreads(VIRTUAL, breaking))).hasCause(broken);
  }

  private static final class BreaksAtTheTenth<M> implements Mailbox<M> {
    private final Mailbox<M> whole = new LinkedMailbox<>(0);
    private final AtomicInteger sent = new AtomicInteger();
    private final RuntimeException broken;

    BreaksAtTheTenth(RuntimeException broken) {
      this.broken = broken;
    }

    @Override
    public void send(M message, @Nullable StackfulTask<?> sender) throws InterruptedException {
      if (sent.incrementAndGet() == 10) {
        throw broken;
      }
      whole.send(message, null);
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
    assertThat(Form.blocking(SMALL, VIRTUAL_LINKED).run(meter).metrics())
        .containsEntry("threads", 2);
  }

  private static long count(Round round, String histogram) {
    var found = round.histograms().get(histogram);
    return found == null ? 0 : found.getTotalCount();
  }
}
