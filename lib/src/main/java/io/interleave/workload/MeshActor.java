package io.interleave.workload;

import io.interleave.task.Mailbox;
import io.interleave.task.StackfulTask;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/**
 * One actor in its blocking form: receives a token, does the hop, sends it on; until it is
 * interrupted.
 */
final class MeshActor implements Threads.Body {
  private static final VarHandle DELIVERIES;

  static {
    try {
      DELIVERIES = MethodHandles.lookup().findVarHandle(MeshActor.class, "deliveries", long.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  final int self;
  private final BlockingActorMesh mesh;
  private final MeshPlan plan;
  private final Mailbox<MeshToken> mailbox;
  private final @Nullable Retained retained;
  private long sum;
  private long deliveries; // beside the sum: one line, written by this task alone

  MeshActor(BlockingActorMesh mesh, int self) {
    this.mesh = mesh;
    this.plan = mesh.plan;
    this.mailbox = mesh.mailboxes[self];
    this.self = self;
    this.retained = Retained.of(plan);
  }

  @Override
  public void run(@Nullable StackfulTask<?> task) {
    try {
      mailbox.receive(); // the uncounted one
      mesh.started.countDown();
      while (true) {
        hop(mailbox.receive(), task);
      }
    } catch (InterruptedException e) {
      // The round is over.
    } catch (Throwable e) {
      mesh.abort(e);
    } finally {
      mesh.ended.countDown();
    }
  }

  private void hop(MeshToken token, @Nullable StackfulTask<?> task) throws InterruptedException {
    long reading = mesh.clock.received(token, task == null ? null : task.worker());
    DELIVERIES.setOpaque(this, deliveries + 1); // seen from outside, without a fence
    sum += plan.sumOf(token, self);
    if (retained != null) {
      retained.keep(token);
    }
    if (plan.works()) {
      reading = mesh.clock.worked(reading);
    }
    if (task != null) {
      task.worker().reading = reading; // a timeline takes it for its own
    }
    if (token.isRetired()) {
      mesh.retire(token);
    } else {
      var next = plan.fresh ? token.copy() : token;
      mesh.mailboxes[mesh.next(next, reading)].send(next, task);
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
