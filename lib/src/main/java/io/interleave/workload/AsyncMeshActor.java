package io.interleave.workload;

import io.interleave.task.Receiver;
import io.interleave.task.Sending;
import io.interleave.task.Worker;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/**
 * One actor in its async form, a state machine of two states: it waits for a message, or for room
 * in the mailbox of the next. On a simulated machine there is a third: the work of a hop takes its
 * time.
 */
final class AsyncMeshActor extends Receiver<MeshToken> {
  private static final VarHandle DELIVERIES;

  static {
    try {
      DELIVERIES =
          MethodHandles.lookup().findVarHandle(AsyncMeshActor.class, "deliveries", long.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private final AsyncActorMesh mesh;
  private final int self;
  private @Nullable Sending sending; // waits for room
  private @Nullable MeshToken worked; // on simulated machines: to leave when its work is over
  private @Nullable Retained retained;
  private long sum;
  private long deliveries = -1; // the uncounted one is still to come

  AsyncMeshActor(AsyncActorMesh mesh, int self) {
    super(mesh.machine, mesh.plan.mailbox);
    this.mesh = mesh;
    this.self = self;
    this.retained = Retained.of(mesh.plan);
  }

  @Override
  protected boolean poll(Worker worker) {
    try {
      boolean done = !goOn(worker) && mesh.isOver();
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

  /** Hops until it has to wait; whether it gave way instead, with more to do. */
  private boolean goOn(Worker worker) {
    if (sending != null) {
      if (!sending.isSent()) {
        return false;
      }
      sending = null;
    }
    if (worked != null) {
      var token = worked;
      worked = null;
      leave(token, 0, worker);
      if (sending != null || givesWay(worker)) {
        return sending == null;
      }
    }
    for (var token = receive(worker); token != null; token = receive(worker)) {
      hop(token, worker);
      if (sending != null) {
        return false;
      }
      if (worked != null || givesWay(worker)) {
        return true;
      }
    }
    return false;
  }

  private void hop(MeshToken token, Worker worker) {
    if (deliveries < 0) {
      DELIVERIES.setOpaque(this, 0);
      mesh.started.countDown();
      return;
    }
    var plan = mesh.plan;
    long reading = mesh.clock.received(token);
    DELIVERIES.setOpaque(this, deliveries + 1); // seen from outside, without a fence
    sum += plan.sumOf(token, self);
    if (retained != null) {
      retained.keep(token);
    }
    if (plan.works() && worked(worker, plan.rounds(token.z))) {
      worked = token;
      return;
    }
    leave(token, reading, worker);
  }

  /** The second half of a hop: its work is over. */
  private void leave(MeshToken token, long before, Worker worker) {
    var plan = mesh.plan;
    long reading = plan.works() ? mesh.clock.worked(before) : before;
    worker.reading = reading; // a timeline takes it for its own
    if (token.isRetired()) {
      mesh.retire(token);
    } else {
      if (plan.payload()) {
        worker.counters.payloadBytes += plan.payloadBytes();
      }
      var next = plan.fresh ? token.copy() : token;
      sending = mesh.actors[mesh.next(next, reading)].send(next, worker, this);
    }
  }

  /** Such as {@code actor 17}, in a timeline. */
  @Override
  public String toString() {
    return "actor " + self;
  }

  /** Behind by a few while it runs. */
  long deliveries() {
    return Math.max(0, (long) DELIVERIES.getOpaque(this));
  }

  /** Exact when the last token has retired. */
  long sum() {
    return sum;
  }
}
