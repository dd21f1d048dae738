package io.interleave.machine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The two bugs of {@code SchedulerZooTest}'s table that are a parker's. */
@Timeout(60)
class ParkerZooTest {
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final Duration A_WHILE = Duration.ofMillis(500); // for what never ends

  /** Is unparked in the moment between its look at the token and its sleep. */
  private static class UnparkedJustNow extends Parker {
    @Override
    void sleep() {
      unpark(Thread.currentThread());
      super.sleep();
    }
  }

  /** Wakes only those that have said they sleep, which they say after their look at the token. */
  private static final class Racy extends Parker {
    private volatile boolean asleep;

    @Override
    void sleep() {
      unpark(Thread.currentThread());
      asleep = true;
      super.sleep();
      asleep = false;
    }

    @Override
    void wake(Thread thread) {
      if (asleep) {
        super.wake(thread);
      }
    }
  }

  private static void anUnparkIsKeptThatComesBetweenLookAndSleep(Parker parker, Duration patience)
      throws InterruptedException {
    assertEnds(Thread.ofPlatform().daemon().start(parker::park), patience);
  }

  @Test
  void noUnparkIsLostBetweenLookAndSleep() throws Exception {
    anUnparkIsKeptThatComesBetweenLookAndSleep(new UnparkedJustNow(), PATIENCE);
  }

  @Test
  void anUnparkThatIsLostBetweenLookAndSleepIsCaught() {
    assertThatThrownBy(() -> anUnparkIsKeptThatComesBetweenLookAndSleep(new Racy(), A_WHILE))
        .hasMessageContaining("never woken");
  }

  /** Keeps its unpark in the thread's own permit alone. */
  private static final class Bare extends Parker {
    @Override
    void park() {
      LockSupport.park(this);
    }

    @Override
    void unpark(Thread thread) {
      LockSupport.unpark(thread);
    }
  }

  private static void anUnparkIsKeptWhileItsThreadWaitsForALock(Parker parker, Duration patience)
      throws InterruptedException {
    var lock = new ReentrantLock();
    lock.lock();
    var thread =
        Thread.ofPlatform()
            .daemon()
            .start(
                () -> {
                  parker.unpark(Thread.currentThread());
                  lock.lock();
                  lock.unlock();
                  parker.park();
                });
    while (thread.getState() != Thread.State.WAITING) {
      Thread.sleep(1);
    }
    lock.unlock();
    assertEnds(thread, patience);
  }

  @Test
  void noLockEatsAnUnpark() throws Exception {
    anUnparkIsKeptWhileItsThreadWaitsForALock(new Parker(), PATIENCE);
  }

  @Test
  void anUnparkThatALockEatsIsCaught() {
    assertThatThrownBy(() -> anUnparkIsKeptWhileItsThreadWaitsForALock(new Bare(), A_WHILE))
        .hasMessageContaining("never woken");
  }

  private static void assertEnds(Thread thread, Duration patience) throws InterruptedException {
    boolean ended = thread.join(patience);
    LockSupport.unpark(thread); // so that a caught one does not stay
    assertThat(ended).withFailMessage("never woken").isTrue();
  }
}
