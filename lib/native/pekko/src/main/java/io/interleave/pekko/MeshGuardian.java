package io.interleave.pekko;

import org.apache.pekko.actor.ActorRef;
import org.apache.pekko.actor.Props;
import org.apache.pekko.actor.UntypedAbstractActor;

/**
 * The parent of a round's actors. An actor's own children are started within it; those of the
 * system would each be announced to its guardian, and be reached through one reference more.
 */
final class MeshGuardian extends UntypedAbstractActor {
  /** Asks for the injector; in the open loop with its schedule. */
  record Inject(long[] schedule) {}

  private final PekkoMesh mesh;

  private MeshGuardian(PekkoMesh mesh) {
    this.mesh = mesh;
  }

  static Props props(PekkoMesh mesh) {
    return Props.create(MeshGuardian.class, () -> new MeshGuardian(mesh));
  }

  @Override
  public void preStart() {
    try {
      for (int i = 0; i < mesh.refs.length; i++) {
        mesh.refs[i] = getContext().actorOf(MeshActor.props(mesh, i));
      }
      for (var ref : mesh.refs) {
        ref.tell(MeshActor.Greeting.HELLO, ActorRef.noSender());
      }
    } catch (Throwable e) {
      mesh.abort(e);
    }
  }

  @Override
  public void onReceive(Object message) {
    if (message instanceof Inject inject) {
      getContext().actorOf(MeshInjector.props(mesh, inject.schedule()));
    } else {
      unhandled(message);
    }
  }

  @Override
  public void postStop() {
    mesh.ended();
  }
}
