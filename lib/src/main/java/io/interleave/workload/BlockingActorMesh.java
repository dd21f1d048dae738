package io.interleave.workload;

import io.interleave.task.Interruptible;
import io.interleave.task.Mailbox;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * {@link ActorMesh} in its blocking form: a thread or stackful task an actor, which waits when its
 * mailbox is empty or the next is full.
 */
public final class BlockingActorMesh extends MeshRun {
  final Mailbox<MeshToken>[] mailboxes;
  private final Threads threads;
  final MeshActor[] actors;
  private final List<Interruptible> running = new ArrayList<>();

  /** One round of {@code mesh}; nothing is started yet. */
  @SuppressWarnings({"unchecked", "rawtypes"})
  public BlockingActorMesh(ActorMesh mesh, Threads threads) {
    super(mesh, threads.time());
    this.threads = threads;
    mailboxes =
        Stream.generate(() -> threads.<MeshToken>mailbox(plan.mailbox))
            .limit(plan.actors)
            .toArray(Mailbox[]::new);
    actors =
        IntStream.range(0, plan.actors)
            .mapToObj(i -> new MeshActor(this, i))
            .toArray(MeshActor[]::new);
  }

  @Override
  protected void startActors() throws InterruptedException {
    for (var actor : actors) {
      start(mailboxes[actor.self], actor);
    }
    for (var mailbox : mailboxes) {
      mailbox.send(new MeshToken(), null);
    }
  }

  @Override
  protected void startInjector(long[] schedule) {
    start(null, new MeshInjector(this, threads, schedule));
  }

  private void start(@Nullable Mailbox<MeshToken> inbox, Threads.Body body) {
    running.add(threads.start(inbox, body, null));
  }

  /** Nobody is asked to end: those that live wait, and an interrupt ends a wait. */
  @Override
  protected void endTasks() {
    running.forEach(Interruptible::interrupt);
    for (int missing = plan.actors + 1 - running.size(); missing > 0; missing--) {
      ended.countDown(); // could not be started
    }
  }

  @Override
  protected long sum() {
    return Stream.of(actors).mapToLong(MeshActor::sum).sum();
  }

  @Override
  public long deliveries() {
    return Stream.of(actors).mapToLong(MeshActor::deliveries).sum();
  }
}
