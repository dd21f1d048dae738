package io.interleave.workload;

import io.interleave.task.Sending;
import io.interleave.task.Task;
import io.interleave.task.Worker;
import org.jspecify.annotations.Nullable;

/** The task that sends the first tokens ({@link MeshInjector}), in its async form. */
final class AsyncMeshInjector extends Task {
  private final AsyncActorMesh mesh;
  private final long[] schedule; // empty in the closed loop
  private @Nullable Sending sending; // waits for room
  private long start;
  private int next; // token

  AsyncMeshInjector(AsyncActorMesh mesh, long[] schedule) {
    super(mesh.machine);
    this.mesh = mesh;
    this.schedule = schedule;
  }

  @Override
  protected boolean poll(Worker worker) {
    try {
      boolean done = goOn(worker) || mesh.isOver();
      if (done) {
        mesh.ended.countDown();
      }
      return done;
    } catch (Throwable e) {
      mesh.abort(e);
      mesh.ended.countDown();
      throw e;
    }
  }

  /** Sends until it has to wait; whether all are sent. */
  private boolean goOn(Worker worker) {
    if (start == 0) {
      start = mesh.startClock();
    }
    while (next < mesh.plan.sent()) {
      if (sending != null && !sending.isSent()) {
        return false;
      }
      if (mesh.plan.openLoop && mesh.time.now() < start + schedule[next]) {
        worker.machine.wakeAt(start + schedule[next], this);
        return false;
      }
      send(worker);
      if (givesWay(worker)) {
        return false;
      }
    }
    return true;
  }

  private void send(Worker worker) {
    var token = mesh.token(next);
    long now = mesh.time.now();
    if (mesh.plan.openLoop) {
      token.startedAt(start + schedule[next], now);
    }
    next++;
    sending = mesh.actors[mesh.inject(token, now)].send(token, worker, this);
  }

  @Override
  public String toString() {
    return "injector";
  }
}
