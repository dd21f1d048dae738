package io.interleave.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.interleave.task.LinkedMailbox;
import io.interleave.workload.ActorMesh;
import io.interleave.workload.Execution;
import io.interleave.workload.Form;
import io.interleave.workload.JdkThreads;
import io.interleave.workload.Meter;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class WatchTest {
  private static final JdkThreads THREADS =
      new JdkThreads(Thread.ofVirtual().factory(), LinkedMailbox::new);

  @Test
  void anActorThatSendsToItsOwnFullMailboxIsADeadlock() {
    var execution = Form.blocking(new ActorMesh().actors(1).mailbox(1).inFlight(3), THREADS);
    var told = new AtomicReference<String>();
    try (var watch = new Watch(execution, Duration.ofMillis(300), n -> {}, told::set)) {
      Thread.startVirtualThread(() -> abortOnce(execution, told));
      assertThatThrownBy(() -> execution.run(Meter.NONE)).isInstanceOf(Execution.Aborted.class);
    }
    assertThat(told.get()).contains("0 of 3 tokens").contains("0.3 s");
  }

  private static void abortOnce(Execution execution, AtomicReference<String> told) {
    try {
      while (told.get() == null) {
        Thread.sleep(1);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    execution.abort(new IllegalStateException("deadlock"));
  }

  @Test
  void aLongWaitForTheNextIntendedStartIsNone() throws InterruptedException {
    // One token at about two a second: gaps far above the patience.
    var execution = Form.blocking(new ActorMesh().actors(10).messages(80).rate(40), THREADS);
    var told = new AtomicBoolean();
    var progress = new AtomicLong();
    try (var watch =
        new Watch(execution, Duration.ofMillis(100), progress::set, sentence -> told.set(true))) {
      assertThat(execution.run(Meter.NONE).deliveries()).isEqualTo(80);
    }
    assertThat(told).isFalse();
    assertThat(progress.get()).isPositive();
  }

  @Test
  void workThatGoesOnIsNone() throws InterruptedException {
    var execution =
        Form.blocking(new ActorMesh().actors(100).messages(200_000).inFlight(50), THREADS);
    var told = new AtomicBoolean();
    try (var watch =
        new Watch(execution, Duration.ofSeconds(5), n -> {}, sentence -> told.set(true))) {
      execution.run(Meter.NONE);
    }
    assertThat(told).isFalse();
  }
}
