package io.interleave.pekko;

import java.time.Duration;
import org.apache.pekko.actor.ActorRef;
import org.apache.pekko.actor.Props;
import org.apache.pekko.actor.UntypedAbstractActor;

/**
 * The actor that sends the first tokens. Closed loop: all of them, in order. Open loop (the pacer):
 * each at its time, or at once when that has passed; between them the system's scheduler tells it
 * when to go on.
 */
final class MeshInjector extends UntypedAbstractActor {
  private enum Tick {
    TICK
  }

  private final PekkoMesh mesh;
  private final long[] schedule; // empty in the closed loop
  private long start;
  private int next; // token

  private MeshInjector(PekkoMesh mesh, long[] schedule) {
    this.mesh = mesh;
    this.schedule = schedule;
  }

  static Props props(PekkoMesh mesh, long[] schedule) {
    return Props.create(MeshInjector.class, () -> new MeshInjector(mesh, schedule));
  }

  @Override
  public void preStart() {
    start = mesh.startClock();
    onReceive(Tick.TICK);
  }

  @Override
  public void onReceive(Object tick) {
    try {
      while (next < mesh.plan.sent() && isTime()) {
        send(next++);
      }
    } catch (Throwable e) {
      mesh.abort(e);
    }
  }

  /** Whether the next token's time has come; asks to be told when it has not. */
  private boolean isTime() {
    long left = mesh.plan.openLoop ? start + schedule[next] - System.nanoTime() : 0;
    if (left <= 0) {
      return true;
    }
    var system = getContext().getSystem();
    system
        .scheduler()
        .scheduleOnce(
            Duration.ofNanos(left),
            getSelf(),
            Tick.TICK,
            getContext().getDispatcher(),
            ActorRef.noSender());
    return false;
  }

  private void send(int k) {
    var token = mesh.token(k);
    long now = System.nanoTime();
    if (mesh.plan.openLoop) {
      token.startedAt(start + schedule[k], now);
    }
    mesh.refs[mesh.inject(token, now)].tell(token, getSelf());
  }
}
