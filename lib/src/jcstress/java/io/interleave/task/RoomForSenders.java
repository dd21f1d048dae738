package io.interleave.task;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import org.jspecify.annotations.Nullable;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.I_Result;

/**
 * A receiver with room for one message takes the one it has, and so makes room, while another is
 * sent: that one must get in, and be received or leave the receiver queued.
 */
public class RoomForSenders {
  private static final int BOTH_RECEIVED = 0;
  private static final int QUEUED_FOR_IT = 1;
  private static final int BOTH_RECEIVED_AND_QUEUED = 2;
  private static final int NOT_SENT = 8;
  private static final int NOT_WOKEN = 9;

  private static final class Text extends Message {}

  private static final class Schedule extends Machine.None {
    private final Worker worker = new Worker(this, 0) {};
    private final Message second = new Text();
    private int received; // the receiver's
    private int queued; // by its worker while that polls, by the sender else
    private boolean sent; // the sender's
    private volatile boolean wish;

    private final Receiver<Message> receiver =
        new Receiver<>(this, 1) {
          @Override
          protected boolean poll(Worker polledBy) {
            while (receive(polledBy) != null) {
              received++;
            }
            return false;
          }
        };

    private final Task sender =
        new Task(Machine.NONE) {
          @Override
          protected boolean poll(Worker polledBy) {
            return true;
          }
        };

    private @Nullable Sending sending;

    private Schedule() {
      receiver.offer(new Text(), null);
      sender.run(worker); // done: its wakes are nobody's concern
      queued = 0;
    }

    private void send() {
      sending = receiver.send(second, null, sender);
      sent = sending == null;
    }

    /** Looks for room, and only then says that it wants some. */
    private void sendHastily() {
      sent = receiver.offer(second, null);
      wish = !sent;
    }

    private void admitHastily() {
      if (wish) {
        sent = receiver.offer(second, worker);
      }
    }

    private int outcome() {
      if (!sent && (sending == null || !sending.isSent())) {
        return NOT_SENT;
      }
      if (received == 2) {
        return queued == 0 ? BOTH_RECEIVED : BOTH_RECEIVED_AND_QUEUED;
      }
      return queued == 0 ? NOT_WOKEN : QUEUED_FOR_IT;
    }

    @Override
    public void ready(@Nullable Worker by, Task task, boolean yielded) {
      if (task == receiver) {
        queued++;
      }
    }
  }

  /** The receiver's own way. */
  @JCStressTest
  @Outcome(id = "0|1|2", expect = ACCEPTABLE, desc = "sent, and received or queued for it")
  @Outcome(expect = FORBIDDEN, desc = "not sent beside free room, or sent to a sleeper")
  @State
  public static class Real {
    private final Schedule schedule = new Schedule();

    /** The receiver. */
    @Actor
    public void receiver() {
      schedule.receiver.run(schedule.worker);
    }

    /** The sender. */
    @Actor
    public void sender() {
      schedule.send();
    }

    /** After both. */
    @Arbiter
    public void after(I_Result result) {
      result.r1 = schedule.outcome();
    }
  }

  /** A sender that looks before it says so, which must be caught. */
  @JCStressTest
  @Outcome(id = "0|1|2", expect = ACCEPTABLE, desc = "sent, and received or queued for it")
  @Outcome(expect = FORBIDDEN, desc = "not sent beside free room: to be caught")
  @State
  public static class Canary {
    private final Schedule schedule = new Schedule();

    /** The receiver. */
    @Actor
    public void receiver() {
      schedule.receiver.run(schedule.worker);
      schedule.admitHastily();
    }

    /** The sender. */
    @Actor
    public void sender() {
      schedule.sendHastily();
    }

    /** After both. */
    @Arbiter
    public void after(I_Result result) {
      result.r1 = schedule.outcome();
    }
  }
}
