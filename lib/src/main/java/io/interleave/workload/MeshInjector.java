package io.interleave.workload;

import io.interleave.task.StackfulTask;
import org.jspecify.annotations.Nullable;

/**
 * The task that sends the first tokens, in its blocking form. Closed loop: all of them, in order.
 * Open loop (the pacer): each at its time, or at once when that has passed; it sleeps on the
 * threads' own timer and never spins.
 */
final class MeshInjector implements Threads.Body {
  private final BlockingActorMesh mesh;
  private final Threads threads;
  private final long[] schedule; // empty in the closed loop

  MeshInjector(BlockingActorMesh mesh, Threads threads, long[] schedule) {
    this.mesh = mesh;
    this.threads = threads;
    this.schedule = schedule;
  }

  @Override
  public void run(@Nullable StackfulTask<?> self) {
    try {
      sendAll(self);
    } catch (InterruptedException e) {
      // The round was given up.
    } catch (Throwable e) {
      mesh.abort(e);
    } finally {
      mesh.ended.countDown();
    }
  }

  private void sendAll(@Nullable StackfulTask<?> self) throws InterruptedException {
    long start = mesh.startClock();
    for (long k = 0; k < mesh.plan.sent(); k++) {
      var token = mesh.token(k);
      long now =
          mesh.plan.openLoop ? started(token, start + schedule[(int) k], self) : mesh.time.now();
      mesh.mailboxes[mesh.inject(token, now)].send(token, self);
    }
  }

  /** Waits for a token's time; returns the clock's reading, not before it. */
  private long started(MeshToken token, long time, @Nullable StackfulTask<?> self)
      throws InterruptedException {
    threads.sleepUntil(time, self);
    return token.startedAt(time, mesh.time.now());
  }
}
