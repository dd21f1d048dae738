package io.interleave.workload;

import io.interleave.task.Machine;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * {@link ActorMesh} in its async form: a polled task an actor, which returns when its mailbox is
 * empty or the next is full.
 */
public final class AsyncActorMesh extends MeshRun {
  private static final long MOST = 0xffff_fffeL; // an actor counts its own in 32 bits

  final AsyncMeshActor[] actors;
  final Machine machine;
  private final Retained @Nullable [] retained; // by actor; null where nothing is
  private volatile boolean over;
  private @Nullable AsyncMeshInjector injector;

  /** One round of {@code mesh}; nothing is started yet. */
  public AsyncActorMesh(ActorMesh mesh, Machine machine) {
    super(mesh, machine);
    this.machine = machine;
    if (plan.deliveries > MOST) {
      throw new InvalidInput(
          "messages=%d: stackless actors take at most %d".formatted(plan.deliveries, MOST));
    }
    retained =
        plan.retain == 0
            ? null
            : Stream.generate(() -> new Retained(plan.retain))
                .limit(plan.actors)
                .toArray(Retained[]::new);
    actors =
        IntStream.range(0, plan.actors)
            .mapToObj(i -> new AsyncMeshActor(this, i))
            .toArray(AsyncMeshActor[]::new);
  }

  @Override
  protected void startActors() {
    for (var actor : actors) {
      machine.spawn(null, actor);
      actor.offer(new MeshToken(), null);
    }
  }

  @Override
  protected void startInjector(long[] schedule) {
    injector = new AsyncMeshInjector(this, schedule);
    machine.spawn(null, injector);
  }

  /** Actor {@code self} has received a token, and keeps its payload where that is asked for. */
  void keep(int self, MeshToken token) {
    if (retained != null) {
      retained[self].keep(token);
    }
  }

  /** Whether the round is over, and a task that has nothing to do shall end. */
  boolean isOver() {
    return over;
  }

  @Override
  protected void endTasks() {
    over = true;
    for (var actor : actors) {
      actor.wake(null);
    }
    if (injector == null) {
      ended.countDown();
    } else {
      injector.wake(null);
    }
  }

  @Override
  protected long sum() {
    return Stream.of(actors).mapToLong(AsyncMeshActor::sum).sum();
  }

  @Override
  public long deliveries() {
    return Stream.of(actors).mapToLong(AsyncMeshActor::deliveries).sum();
  }
}
