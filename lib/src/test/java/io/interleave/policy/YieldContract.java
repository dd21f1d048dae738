package io.interleave.policy;

import static org.assertj.core.api.Assertions.assertThat;

import io.interleave.machine.LiveMachine;
import io.interleave.machine.VirtualThreads;
import io.interleave.task.Message;
import io.interleave.task.StackfulTask;
import io.interleave.task.Task;
import io.interleave.task.Worker;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What every policy owes tasks that yield, whatever keeps the rest of their computation. */
@Timeout(120)
interface YieldContract<W extends Worker> {
  Duration PATIENCE = Duration.ofSeconds(30);

  /** A new one, with rings of this capacity where it has any. */
  Policy<W> policy(int ring);

  /** Yields after each turn until it is told to stop. */
  final class Hog {
    private final AtomicBoolean stop;
    private volatile int turns; // written by who runs it

    private Hog(AtomicBoolean stop) {
      this.stop = stop;
    }

    @SuppressWarnings("NonAtomicOperationOnVolatileField") // one at a time
    private boolean turn() {
      turns++;
      return stop.get();
    }
  }

  /** What it may be made of. */
  enum Form {
    /** A poll a turn. */
    STACKLESS {
      @Override
      void start(LiveMachine<?> machine, Hog hog) {
        machine.spawn(
            null,
            new Task(machine) {
              @Override
              protected boolean poll(Worker worker) {
                wake(worker);
                return hog.turn();
              }
            });
      }
    },
    /** A loop on a continuation. */
    STACKFUL {
      @Override
      void start(LiveMachine<?> machine, Hog hog) {
        var task = new StackfulTask<Message>(machine, 0);
        task.body(
            self -> {
              while (!hog.turn()) {
                self.yield();
              }
            });
        machine.spawn(null, task);
      }
    },
    /** A loop on a virtual thread. */
    VIRTUAL {
      @Override
      void start(LiveMachine<?> machine, Hog hog) {
        new VirtualThreads(machine)
            .newThread(
                () -> {
                  while (!hog.turn()) {
                    Thread.yield();
                  }
                })
            .start();
      }
    };

    abstract void start(LiveMachine<?> machine, Hog hog);
  }

  @ParameterizedTest
  @EnumSource(Form.class)
  default void hogsThatYieldShareTheWorkers(Form form) throws Exception {
    for (int workers : new int[] {1, 2, 4}) {
      noneIsLeftBehind(form, workers, 100);
    }
  }

  @ParameterizedTest
  @EnumSource(Form.class)
  @Tag("stress")
  default void hogsThatYieldShareTheWorkersForLonger(Form form) throws Exception {
    for (int workers : new int[] {1, 2, 4}) {
      noneIsLeftBehind(form, workers, 2_000);
    }
  }

  /**
   * Few beside several workers: nobody steals while all are busy, so one may keep a single hog, and
   * another all the rest, for ever. The better two of three tries, since the kernel may take a
   * worker's processor for most of one.
   */
  private void noneIsLeftBehind(Form form, int workers, int ms) throws Exception {
    var ratios = Stream.<Double>builder();
    int fair = 0;
    for (int i = 0; i < 3 && fair < 2; i++) {
      double ratio = mostToLeastTurns(form, workers, ms);
      ratios.add(ratio);
      fair += ratio <= 20 ? 1 : 0;
    }
    assertThat(fair)
        .as("fair tries of %d workers; most to least turns: %s", workers, ratios.build().toList())
        .isEqualTo(2);
  }

  private double mostToLeastTurns(Form form, int workers, int ms) throws Exception {
    var machine = new LiveMachine<>(policy(256), workers);
    var stop = new AtomicBoolean();
    List<Hog> hogs = Stream.generate(() -> new Hog(stop)).limit(workers == 1 ? 20 : 4).toList();
    hogs.forEach(hog -> form.start(machine, hog));
    Thread.sleep(ms);
    stop.set(true);
    assertThat(machine.close(PATIENCE)).isZero();
    assertThat(machine.failure()).isNull();
    var turns = hogs.stream().mapToInt(hog -> hog.turns).summaryStatistics();
    return turns.getMax() / (double) Math.max(1, turns.getMin());
  }
}
