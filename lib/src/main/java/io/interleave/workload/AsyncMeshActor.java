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
 *
 * <p>With its mailbox it takes 64 bytes, a cache line: so its fields are few, and small.
 */
final class AsyncMeshActor extends Receiver<MeshToken> {
  private static final VarHandle DELIVERIES;

  static {
    try {
      DELIVERIES =
          MethodHandles.lookup().findVarHandle(AsyncMeshActor.class, "deliveries", int.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private static final int NOT_STARTED = -1; // the uncounted message is still to come

  private final AsyncActorMesh mesh;
  private final int self;

  /** What it waits for: room for a {@link Sending}, or the end of a {@link MeshToken}'s work. */
  private @Nullable Object pending;

  private int deliveries = NOT_STARTED; // unsigned
  private long sum;

  AsyncMeshActor(AsyncActorMesh mesh, int self) {
    super(mesh.machine, mesh.plan.mailbox);
    this.mesh = mesh;
    this.self = self;
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
    if (pending != null && !resumes(worker)) {
      return false;
    }
    for (var token = receive(worker); token != null; token = receive(worker)) {
      hop(token, worker);
      if (pending != null) {
        return pending instanceof MeshToken;
      }
      if (givesWay(worker)) {
        return true;
      }
    }
    return false;
  }

  /** Goes on with what was pending; whether nothing is any more. */
  private boolean resumes(Worker worker) {
    if (pending instanceof Sending sending && !sending.isSent()) {
      return false;
    }
    var worked = pending instanceof MeshToken token ? token : null;
    pending = null;
    if (worked != null) {
      leave(worked, 0, worker);
    }
    return pending == null;
  }

  private void hop(MeshToken token, Worker worker) {
    if (deliveries == NOT_STARTED) {
      DELIVERIES.setOpaque(this, 0);
      mesh.started.countDown();
      return;
    }
    var plan = mesh.plan;
    long reading = mesh.clock.received(token, worker);
    DELIVERIES.setOpaque(this, deliveries + 1); // seen from outside, without a fence
    sum += plan.sumOf(token, self);
    mesh.keep(self, token);
    if (plan.works() && worked(worker, plan.rounds(token.z))) {
      pending = token;
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
      pending = mesh.actors[mesh.next(next, reading)].send(next, worker, this);
    }
  }

  /** Such as {@code actor 17}, in a timeline. */
  @Override
  public String toString() {
    return "actor " + self;
  }

  /** Behind by a few while it runs. */
  long deliveries() {
    int now = (int) DELIVERIES.getOpaque(this);
    return now == NOT_STARTED ? 0 : Integer.toUnsignedLong(now);
  }

  /** Exact when the last token has retired. */
  long sum() {
    return sum;
  }
}
