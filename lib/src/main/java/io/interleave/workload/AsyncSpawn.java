package io.interleave.workload;

import io.interleave.task.Machine;
import io.interleave.task.Task;
import io.interleave.task.Worker;
import org.jspecify.annotations.Nullable;

/** {@link Spawn} in its async form. */
public final class AsyncSpawn extends SpawnRun {
  private final Machine machine;

  /** One round of {@code spawn}; nothing is started yet. */
  public AsyncSpawn(Spawn spawn, Machine machine) {
    super(spawn, machine);
    this.machine = machine;
  }

  @Override
  protected void open() {
    machine.spawn(null, new Root(plant()));
  }

  /** It returns when all that it started have; whoever waits for it is woken then. */
  private class Part extends Task {
    private final Node node;
    private final Part[] parts;
    private int started;
    private int joined;
    private volatile boolean returned;
    private volatile @Nullable Task joiner;

    Part(Node node) {
      super(machine);
      this.node = node;
      parts = new Part[node.parts];
    }

    @Override
    protected boolean poll(Worker worker) {
      try {
        if (!joinsAll(worker)) {
          return false;
        }
        if (node.parts == 0) {
          node.returnLeaf();
        } else {
          node.returnAll(innerCounts());
        }
      } catch (Throwable e) {
        abort(e);
      }
      returned(worker);
      return true;
    }

    private boolean joinsAll(Worker worker) {
      for (; joined == 0 && started < parts.length && !isOver(); started++) {
        parts[started] = new Part(node.part(started));
        machine.spawn(worker, parts[started]);
      }
      for (; joined < started; joined++) {
        var part = parts[joined];
        node.await(part.node);
        if (!part.hasReturned(this)) {
          return false;
        }
        node.add(part.node);
      }
      return true;
    }

    /** Whether it has; if not, the task will be woken when it has. */
    private boolean hasReturned(Task asks) {
      if (!returned) {
        joiner = asks; // the wish is out before the next look
      }
      return returned;
    }

    void returned(Worker worker) {
      returned = true;
      var waiting = joiner;
      if (waiting != null) {
        waiting.wake(worker);
      }
    }
  }

  private final class Root extends Part {
    private boolean begun;

    Root(Node node) {
      super(node);
    }

    @Override
    protected boolean poll(Worker worker) {
      if (!begun) {
        begun = true;
        startClock();
      }
      return super.poll(worker);
    }

    @Override
    void returned(Worker worker) {
      stopClock();
      ended.countDown();
    }
  }
}
