package io.interleave.workload;

import static io.interleave.workload.SplitMix.mix;

import io.interleave.task.Mailbox;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/**
 * One actor in its blocking form: receives a token, does the hop, sends it on; until it is
 * interrupted.
 */
final class MeshActor implements Runnable {
  private static final VarHandle DELIVERIES;

  static {
    try {
      DELIVERIES = MethodHandles.lookup().findVarHandle(MeshActor.class, "deliveries", long.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private final BlockingActorMesh mesh;
  private final MeshPlan plan;
  private final HopClock clock;
  private final Mailbox<MeshToken> mailbox;
  private final int self;
  private final long[] @Nullable [] retained; // a ring of the last payloads
  private int oldest;
  private long sum;
  private long deliveries; // beside the sum: one line, written by this task alone

  MeshActor(BlockingActorMesh mesh, int self) {
    this.mesh = mesh;
    this.plan = mesh.plan;
    this.clock = mesh.clock;
    this.mailbox = mesh.mailboxes[self];
    this.self = self;
    this.retained = new long[plan.retain][];
  }

  @Override
  public void run() {
    try {
      mailbox.receive(); // the uncounted one
      mesh.started.countDown();
      while (true) {
        hop(mailbox.receive());
      }
    } catch (InterruptedException e) {
      // The round is over.
    } catch (Throwable e) {
      mesh.abort(e);
    } finally {
      mesh.ended.countDown();
    }
  }

  private void hop(MeshToken token) throws InterruptedException {
    long reading = clock.received(token);
    DELIVERIES.setOpaque(this, deliveries + 1); // seen from outside, without a fence
    if (token.payload != null) {
      consume(token.payload);
    }
    sum += mix(token.z ^ self);
    if (plan.works()) {
      sum += plan.worked(token.z);
      reading = clock.worked(reading);
    }
    if (token.isRetired()) {
      mesh.retire(token);
    } else {
      mesh.send(plan.fresh ? token.copy() : token, reading);
    }
  }

  private void consume(long[] payload) {
    long total = 0;
    for (long word : payload) {
      total += word;
    }
    sum += total;
    if (retained.length > 0) {
      retained[oldest] = payload;
      oldest = oldest + 1 == retained.length ? 0 : oldest + 1;
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
