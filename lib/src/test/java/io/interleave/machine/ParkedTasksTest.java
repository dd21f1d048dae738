package io.interleave.machine;

import static org.assertj.core.api.Assertions.assertThat;

import io.interleave.policy.GoPolicy;
import io.interleave.task.Message;
import io.interleave.task.StackfulTask;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Stacks that wait, under each collector: in a JVM of its own, since a JVM has one. */
@Timeout(120)
class ParkedTasksTest {
  private static final int FRAMES = 10_000;
  private static final int TASKS = 20;

  /** Run in the child: parks deep stacks, collects, and lets them go on. */
  static final class Child {
    private Child() {}

    public static void main(String[] args) throws Exception {
      var machine = new LiveMachine<>(new GoPolicy(), 2);
      var sum = new AtomicLong();
      var parked = new AtomicInteger();
      var tasks = new ArrayList<StackfulTask<Message>>();
      for (int i = 0; i < TASKS; i++) {
        var task = new StackfulTask<Message>(machine, 0);
        task.body(self -> sum.addAndGet(deep(self, FRAMES, parked)));
        tasks.add(task);
        machine.spawn(null, task);
      }
      while (parked.get() < TASKS) {
        Thread.sleep(1);
      }
      for (int i = 0; i < 3; i++) {
        System.gc();
      }
      tasks.forEach(t -> t.wake(null));
      long left = machine.close(Duration.ofSeconds(30));
      System.out.println(left + " " + machine.failure() + " " + sum);
    }

    private static long deep(StackfulTask<?> self, int depth, AtomicInteger parked)
        throws InterruptedException {
      if (depth == 0) {
        parked.incrementAndGet();
        self.park();
        return 0;
      }
      return deep(self, depth - 1, parked) + depth;
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "-XX:+UseG1GC -XX:G1HeapRegionSize=8m",
        "-XX:+UseSerialGC",
        "-XX:+UseParallelGC",
        "-XX:+UseZGC",
        "-XX:+UseShenandoahGC",
        "-XX:+UnlockExperimentalVMOptions -XX:+UseEpsilonGC"
      })
  void tenThousandFramesSurviveACollectionWhileTheyWait(String collector) throws Exception {
    var command = new ArrayList<>(List.of(System.getProperty("java.home") + "/bin/java"));
    command.addAll(List.of(collector.split(" ")));
    command.addAll(
        List.of(
            "-Xmx512m",
            "-Xss8m",
            "--add-exports=java.base/jdk.internal.vm=ALL-UNNAMED",
            "-cp",
            System.getProperty("java.class.path"),
            Child.class.getName()));
    var process = new ProcessBuilder(command).redirectErrorStream(true).start();
    try {
      var said =
          new String(
              process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
      assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
      assertThat(said.strip().lines().toList().getLast())
          .isEqualTo("0 null " + (long) TASKS * FRAMES * (FRAMES + 1) / 2);
    } finally {
      process.destroyForcibly();
    }
  }

  @Test
  void withoutTheFlagAStackfulTaskSaysWhichIsMissing() throws Exception {
    var process =
        new ProcessBuilder(
                System.getProperty("java.home") + "/bin/java",
                "-cp",
                System.getProperty("java.class.path"),
                Child.class.getName())
            .redirectErrorStream(true)
            .start();
    var said =
        new String(
            process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
    assertThat(process.waitFor()).isNotZero();
    assertThat(said)
        .contains("need a JVM started with --add-exports=java.base/jdk.internal.vm=ALL-UNNAMED");
  }
}
