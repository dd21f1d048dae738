package io.interleave.pekko;

import io.interleave.task.Time;
import io.interleave.workload.ActorMesh;
import io.interleave.workload.MeshRun;
import java.util.Objects;
import java.util.stream.Stream;
import org.apache.pekko.actor.ActorRef;
import org.apache.pekko.actor.ActorSystem;

/**
 * One round of actor-mesh: a Pekko actor an actor, all children of one that ends with the round.
 */
final class PekkoMesh extends MeshRun {
  final ActorRef[] refs;
  final MeshActor[] actors;
  private final ActorSystem system;
  private ActorRef guardian;

  PekkoMesh(ActorMesh mesh, ActorSystem system) {
    super(mesh, Time.REAL);
    this.system = system;
    refs = new ActorRef[plan.actors];
    actors = new MeshActor[plan.actors];
  }

  @Override
  protected void startActors() {
    guardian = system.actorOf(MeshGuardian.props(this));
  }

  @Override
  protected void startInjector(long[] schedule) {
    guardian.tell(new MeshGuardian.Inject(schedule), ActorRef.noSender());
  }

  /** All are gone when the guardian is: it stops last. */
  @Override
  protected void endTasks() {
    if (guardian == null) {
      ended();
    } else {
      system.stop(guardian);
    }
  }

  void ended() {
    while (ended.getCount() > 0) {
      ended.countDown();
    }
  }

  @Override
  protected long sum() {
    return Stream.of(actors).mapToLong(MeshActor::sum).sum();
  }

  @Override
  public long deliveries() {
    return Stream.of(actors)
        .filter(Objects::nonNull) // those that have started
        .mapToLong(MeshActor::deliveries)
        .sum();
  }
}
