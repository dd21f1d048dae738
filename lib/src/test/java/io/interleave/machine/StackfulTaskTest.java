package io.interleave.machine;

import static org.assertj.core.api.Assertions.assertThat;

import io.interleave.policy.GoPolicy;
import io.interleave.policy.TokioPolicy;
import io.interleave.task.Message;
import io.interleave.task.StackfulTask;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a stackful task keeps over a wait, and how it ends. */
@Timeout(60)
class StackfulTaskTest {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  @Test
  void aDeepStackIsKeptOverAWait() throws Exception {
    var machine = new LiveMachine<>(new GoPolicy(), 2);
    var sum = new AtomicLong();
    for (int i = 0; i < 50; i++) {
      var task = new StackfulTask<Message>(machine, 0);
      task.body(self -> sum.addAndGet(deep(self, 1_000)));
      machine.spawn(null, task);
    }
    assertThat(machine.close(PATIENCE)).isZero();
    assertThat(machine.failure()).isNull();
    assertThat(sum).hasValue(50L * 1_000 * 1_001 / 2);
  }

  private static long deep(StackfulTask<?> self, int depth) throws InterruptedException {
    if (depth == 0) {
      for (int i = 0; i < 10; i++) {
        self.yield();
      }
      return 0;
    }
    return deep(self, depth - 1) + depth;
  }

  @Test
  void aStackfulTaskThatThrowsEndsAlone() throws Exception {
    var machine = new LiveMachine<>(new TokioPolicy(), 2);
    for (int i = 0; i < 10_000; i++) {
      var task = new StackfulTask<Message>(machine, 0);
      task.body(
          self -> {
            self.yield();
            throw new IllegalStateException("thrown on purpose");
          });
      machine.spawn(null, task);
    }
    assertThat(machine.close(PATIENCE)).isZero();
    assertThat(machine.failure()).hasMessage("thrown on purpose");
  }
}
