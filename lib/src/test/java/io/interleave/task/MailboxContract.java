package io.interleave.task;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/**
 * What every mailbox owes, on both kinds of thread. A lost wake-up shows as a test that runs into
 * its time limit.
 */
@Timeout(60)
interface MailboxContract {
  List<ThreadFactory> KINDS = List.of(Thread.ofPlatform().factory(), Thread.ofVirtual().factory());

  Mailbox.Maker maker();

  @ParameterizedTest
  @FieldSource("KINDS")
  default void oneSendersMessagesArriveInOrder(ThreadFactory kind) throws InterruptedException {
    var mailbox = maker().<Integer>bounded(3);
    var sender = start(kind, () -> send(mailbox, IntStream.range(0, 1_000)));
    for (int i = 0; i < 1_000; i++) {
      assertThat(mailbox.receive()).isEqualTo(i);
    }
    sender.join();
  }

  @ParameterizedTest
  @FieldSource("KINDS")
  default void aFullOneMakesSendersWaitAtExactlyItsBound(ThreadFactory kind)
      throws InterruptedException {
    for (int bound : List.of(1, 3, 4)) {
      var mailbox = maker().<Integer>bounded(bound);
      var sent = new AtomicInteger();
      var sender =
          start(
              kind,
              () -> {
                for (int i = 0; i < 10; i++) {
                  mailbox.send(i, null);
                  sent.incrementAndGet();
                }
              });
      untilItWaits(sender);
      assertThat(sent).hasValue(bound);
      assertThat(mailbox.receive()).isZero();
      sender.interrupt();
      sender.join();
    }
  }

  @ParameterizedTest
  @FieldSource("KINDS")
  default void anUnboundedOneNeverMakesSendersWait(ThreadFactory kind) throws InterruptedException {
    var mailbox = maker().<Integer>bounded(0);
    assertThat(
            start(kind, () -> send(mailbox, IntStream.range(0, 10_000)))
                .join(Duration.ofSeconds(30)))
        .isTrue();
    for (int i = 0; i < 10_000; i++) {
      assertThat(mailbox.receive()).isEqualTo(i);
    }
  }

  @ParameterizedTest
  @FieldSource("KINDS")
  default void anInterruptEndsAWaitForAMessage(ThreadFactory kind) throws InterruptedException {
    var mailbox = maker().<Integer>bounded(1);
    var ended = new AtomicReference<Exception>();
    var receiver = start(kind, () -> ended.set(interruptOf(mailbox::receive)));
    untilItWaits(receiver);
    receiver.interrupt();
    assertThat(receiver.join(Duration.ofSeconds(10))).isTrue();
    assertThat(ended.get()).isInstanceOf(InterruptedException.class);
    mailbox.send(1, null);
    assertThat(mailbox.receive()).isEqualTo(1);
  }

  @ParameterizedTest
  @FieldSource("KINDS")
  default void anInterruptEndsAWaitForASlotAndDoesNotSend(ThreadFactory kind)
      throws InterruptedException {
    var mailbox = maker().<Integer>bounded(1);
    mailbox.send(1, null);
    var ended = new AtomicReference<Exception>();
    var sender = start(kind, () -> ended.set(interruptOf(() -> mailbox.send(2, null))));
    untilItWaits(sender);
    sender.interrupt();
    assertThat(sender.join(Duration.ofSeconds(10))).isTrue();
    assertThat(ended.get()).isInstanceOf(InterruptedException.class);
    assertThat(mailbox.receive()).isEqualTo(1);
    mailbox.send(3, null);
    assertThat(mailbox.receive()).isEqualTo(3);
  }

  @ParameterizedTest
  @FieldSource("KINDS")
  default void noMessageAndNoWakeUpIsLostAmongManySenders(ThreadFactory kind)
      throws InterruptedException {
    for (int bound : List.of(1, 2, 0)) {
      var mailbox = maker().<Integer>bounded(bound);
      int senders = 16;
      int each = 500;
      var threads =
          Stream.generate(() -> start(kind, () -> send(mailbox, IntStream.range(0, each))))
              .limit(senders)
              .toList();
      var sums = new ArrayList<Long>();
      var receiver = start(kind, () -> sums.add(sumOf(mailbox, senders * each)));
      assertThat(receiver.join(Duration.ofSeconds(50))).as("bound %d", bound).isTrue();
      assertThat(sums).containsExactly((long) senders * each * (each - 1) / 2);
      for (var thread : threads) {
        thread.join();
      }
    }
  }

  @ParameterizedTest
  @FieldSource("KINDS")
  default void twoThatAnswerEachOtherNeverBothSleep(ThreadFactory kind)
      throws InterruptedException {
    var there = maker().<Integer>bounded(1);
    var back = maker().<Integer>bounded(1);
    int rounds = 5_000;
    var echo =
        start(
            kind,
            () -> {
              for (int i = 0; i < rounds; i++) {
                back.send(there.receive(), null);
              }
            });
    var asker =
        start(
            kind,
            () -> {
              for (int i = 0; i < rounds; i++) {
                there.send(i, null);
                assertThat(back.receive()).isEqualTo(i);
              }
            });
    assertThat(asker.join(Duration.ofSeconds(50))).isTrue();
    assertThat(echo.join(Duration.ofSeconds(10))).isTrue();
  }

  private static void send(Mailbox<Integer> mailbox, IntStream numbers)
      throws InterruptedException {
    for (int i : numbers.toArray()) {
      mailbox.send(i, null);
    }
  }

  private static long sumOf(Mailbox<Integer> mailbox, int count) throws InterruptedException {
    long sum = 0;
    for (int i = 0; i < count; i++) {
      sum += mailbox.receive();
    }
    return sum;
  }

  private static void untilItWaits(Thread thread) throws InterruptedException {
    while (thread.getState() != Thread.State.WAITING) {
      Thread.sleep(1);
    }
  }

  private static Exception interruptOf(Action action) throws Exception {
    try {
      action.run();
    } catch (InterruptedException e) {
      return e;
    }
    return new IllegalStateException("was not interrupted");
  }

  private static Thread start(ThreadFactory kind, Action action) {
    var thread =
        kind.newThread(
            () -> {
              try {
                action.run();
              } catch (Exception e) {
                // The test misses what this thread should have done.
              }
            });
    thread.start();
    return thread;
  }

  /** What may throw. */
  @FunctionalInterface
  interface Action {
    /** Does it. */
    void run() throws Exception;
  }
}
