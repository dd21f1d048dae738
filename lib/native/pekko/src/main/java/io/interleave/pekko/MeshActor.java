package io.interleave.pekko;

import io.interleave.workload.MeshPlan;
import io.interleave.workload.MeshToken;
import io.interleave.workload.Retained;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.apache.pekko.actor.Props;
import org.apache.pekko.actor.UntypedAbstractActor;

/** One actor: receives a token, does the hop, sends it on, until it is stopped. */
final class MeshActor extends UntypedAbstractActor {
  /** The uncounted message. */
  enum Greeting {
    HELLO
  }

  private static final VarHandle DELIVERIES;

  static {
    try {
      DELIVERIES = MethodHandles.lookup().findVarHandle(MeshActor.class, "deliveries", long.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private final PekkoMesh mesh;
  private final MeshPlan plan;
  private final int self;
  private final Retained retained;
  private long sum;
  private long deliveries; // beside the sum: one line, written by this actor alone

  private MeshActor(PekkoMesh mesh, int self) {
    this.mesh = mesh;
    this.plan = mesh.plan;
    this.self = self;
    this.retained = Retained.of(plan);
  }

  static Props props(PekkoMesh mesh, int self) {
    return Props.create(MeshActor.class, () -> new MeshActor(mesh, self))
        .withMailbox("mesh-mailbox");
  }

  /** From now on its counts are read from outside. */
  @Override
  public void preStart() {
    mesh.actors[self] = this;
  }

  /** A throw would restart it, with its sum lost: the round is given up instead. */
  @Override
  public void onReceive(Object message) {
    try {
      if (message instanceof MeshToken token) {
        hop(token);
      } else {
        mesh.started.countDown();
      }
    } catch (Throwable e) {
      mesh.abort(e);
    }
  }

  private void hop(MeshToken token) {
    long reading = mesh.clock.received(token);
    DELIVERIES.setOpaque(this, deliveries + 1); // seen from outside, without a fence
    sum += plan.sumOf(token, self);
    if (retained != null) {
      retained.keep(token);
    }
    if (plan.works()) {
      reading = mesh.clock.worked(reading);
    }
    if (token.isRetired()) {
      mesh.retire(token);
    } else {
      var next = plan.fresh ? token.copy() : token;
      mesh.refs[mesh.next(next, reading)].tell(next, getSelf());
    }
  }

  /** Behind by a few while it runs. */
  long deliveries() {
    return (long) DELIVERIES.getOpaque(this);
  }

  /** Exact when the last token has retired. */
  long sum() {
    return sum;
  }
}
