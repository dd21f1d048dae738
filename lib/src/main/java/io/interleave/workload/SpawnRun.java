package io.interleave.workload;

import static java.util.Objects.requireNonNull;

import io.interleave.task.Time;
import org.jspecify.annotations.Nullable;

/**
 * One round of {@link Spawn}, whichever form its tasks have: nothing is started before the clock,
 * and there is no gate. A task waits for those it started, whatever happens; so when the root is
 * gone, all are.
 */
abstract class SpawnRun extends RoundRun {
  private final boolean flat;
  private final long n;
  private volatile @Nullable Node root;
  private volatile boolean over;

  SpawnRun(Spawn spawn, Time time) {
    super(time, 0, 1);
    flat = spawn.values().text("shape").equals("flat");
    n = spawn.values().number("n");
  }

  /** What one task has to do, and what it returns. */
  static final class Node {
    private final long first;
    private final long leaves;

    /** Tasks that it starts; a leaf starts none. */
    final int parts;

    private long sum;
    private long count;
    private volatile @Nullable Node awaited; // says what was counted, to who looks from outside

    private Node(long first, long leaves, int parts) {
      this.first = first;
      this.leaves = leaves;
      this.parts = parts;
    }

    /** Its task number {@code p}, a leaf or a tree of its own. */
    Node part(int p) {
      long each = leaves / parts;
      return new Node(first + p * each, each, each == 1 ? 0 : 10);
    }

    /** A leaf's work. */
    void returnLeaf() {
      sum = SplitMix.mix(first);
      count = 1;
    }

    void await(Node part) {
      awaited = part;
    }

    void add(Node part) {
      sum += part.sum;
      count += part.count;
    }

    /** All that it started have returned. */
    void returnAll(boolean itself) {
      count += itself ? 1 : 0;
      awaited = null;
    }
  }

  /** What the root has to do. It starts the clock, and stops it. */
  final Node plant() {
    var node = new Node(0, n, flat ? Math.toIntExact(n) : n == 1 ? 0 : 10);
    root = node;
    return node;
  }

  /** Whether a task that starts others counts: flat it does not, it is the one that starts all. */
  final boolean innerCounts() {
    return !flat;
  }

  /** Whether the round was given up, and no more tasks are to be started. */
  final boolean isOver() {
    return over;
  }

  @Override
  protected final void start() {
    // Nothing before the clock.
  }

  @Override
  protected void endTasks() {
    over = true;
    if (root == null) {
      ended.countDown(); // the root was never started
    }
  }

  @Override
  protected final long sum() {
    return requireNonNull(root).sum;
  }

  /** What has returned so far, along the way of those that wait; exact at the end. */
  @Override
  public final long deliveries() {
    long count = 0;
    for (var node = root; node != null; node = node.awaited) {
      count += node.count;
    }
    return count;
  }

  @Override
  public final long finished() {
    return deliveries();
  }

  @Override
  public final long goal() {
    return flat ? n : n + (n - 1) / 9;
  }
}
