package io.interleave.workload;

import io.interleave.task.StackfulTask;
import org.jspecify.annotations.Nullable;

/** {@link Spawn} in its blocking form. */
public final class BlockingSpawn extends SpawnRun {
  private final Threads threads;

  /** One round of {@code spawn}; nothing is started yet. */
  public BlockingSpawn(Spawn spawn, Threads threads) {
    super(spawn, threads.time());
    this.threads = threads;
  }

  @Override
  protected void open() {
    var root = plant();
    threads.start(
        null,
        self -> {
          startClock();
          play(root, self);
          stopClock();
          ended.countDown();
        },
        null);
  }

  private void play(Node node, @Nullable StackfulTask<?> self) {
    try {
      if (node.parts == 0) {
        node.returnLeaf();
      } else {
        startAndJoin(node, self);
        node.returnAll(innerCounts());
      }
    } catch (Throwable e) {
      abort(e);
    }
  }

  private void startAndJoin(Node node, @Nullable StackfulTask<?> self) throws InterruptedException {
    var parts = new Node[node.parts];
    var joinables = new Threads.Joinable[node.parts];
    int started = 0;
    try {
      for (; started < node.parts && !isOver(); started++) {
        var part = node.part(started);
        parts[started] = part;
        joinables[started] = threads.fork(task -> play(part, task), self);
      }
    } finally {
      for (int p = 0; p < started; p++) {
        node.await(parts[p]);
        joinables[p].join(self);
        node.add(parts[p]);
      }
    }
  }
}
