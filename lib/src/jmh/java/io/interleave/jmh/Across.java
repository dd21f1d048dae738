package io.interleave.jmh;

import io.interleave.policy.Policy;
import io.interleave.task.Machine;
import io.interleave.task.Task;
import io.interleave.task.Worker;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The opposite of locality: a woken task always goes to the next worker, which is unparked each
 * time. It searches nowhere and counts no sleepers, so what it costs is the way to another thread.
 */
final class Across implements Policy<Across.Neighbour> {
  private List<Neighbour> workers = List.of();

  static final class Neighbour extends Worker {
    private final ConcurrentLinkedQueue<Task> ready = new ConcurrentLinkedQueue<>();

    Neighbour(Machine machine, int index) {
      super(machine, index);
    }
  }

  @Override
  public List<Neighbour> open(Machine machine, int n) {
    workers = IntStream.range(0, n).mapToObj(i -> new Neighbour(machine, i)).toList();
    return workers;
  }

  @Override
  public @Nullable Task next(Neighbour w) {
    return w.ready.poll(); // null: the machine keeps an unpark that comes before the park
  }

  @Override
  public void ready(@Nullable Neighbour by, Task task, boolean yielded) {
    var to = workers.get(by == null ? 0 : (by.index + 1) % workers.size());
    to.ready.add(task);
    to.machine.unpark(to.index);
  }
}
