package io.interleave.workload;

import java.util.concurrent.locks.LockSupport;

/**
 * The task that sends the first tokens. Closed loop: all of them, in order. Open loop (the pacer):
 * each at its time, or at once when that has passed; it sleeps on the threads' own timer and never
 * spins.
 */
final class MeshInjector implements Runnable {
  private final BlockingActorMesh mesh;
  private final MeshPlan plan;
  private final long[] schedule; // empty in the closed loop

  MeshInjector(BlockingActorMesh mesh, long[] schedule) {
    this.mesh = mesh;
    this.plan = mesh.plan;
    this.schedule = schedule;
  }

  @Override
  public void run() {
    try {
      long start = mesh.startClock();
      if (plan.openLoop) {
        pace(start);
      } else {
        sendAll();
      }
    } catch (InterruptedException e) {
      // The round was given up.
    } catch (Throwable e) {
      mesh.abort(e);
    } finally {
      mesh.ended.countDown();
    }
  }

  private void sendAll() throws InterruptedException {
    for (long k = 0; k < plan.sent(); k++) {
      var trace = plan.record.equals("off") ? null : new MeshTrace(mesh.latencies, k);
      mesh.inject(plan.token(k, trace), System.nanoTime());
    }
  }

  private void pace(long start) throws InterruptedException {
    for (int k = 0; k < schedule.length; k++) {
      var trace = new MeshTrace(mesh.latencies, k);
      trace.intended = start + schedule[k];
      trace.started = sleepUntil(trace.intended);
      mesh.inject(plan.token(k, trace), trace.started);
    }
  }

  /** Returns the clock's reading, not before {@code time}. */
  private static long sleepUntil(long time) throws InterruptedException {
    long now = System.nanoTime();
    while (now < time) {
      LockSupport.parkNanos(time - now);
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
      now = System.nanoTime();
    }
    return now;
  }
}
