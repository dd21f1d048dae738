package io.interleave.policy;

import static org.assertj.core.api.Assertions.assertThat;

import io.interleave.task.Machine;
import org.junit.jupiter.api.Test;

class IdleTest {
  private static Idle of(int workers, boolean likeGo) {
    return new Idle(Machine.NONE, workers, 2, likeGo);
  }

  /** golang/go#45867: an idle P beside queued work; sched.needspinning. */
  @Test
  void whoSleepsAfterAMissedWakeUpLooksOnceMoreAsInGo() {
    for (boolean likeGo : new boolean[] {true, false}) {
      var idle = of(2, likeGo);
      assertThat(idle.wakeOne()).as("all are awake").isFalse();
      assertThat(idle.sleep(1, false)).isEqualTo(likeGo);
      assertThat(idle.wakeOne()).isTrue();
    }
  }

  @Test
  void aSearcherSeesWhatAMissedWakeUpWasFor() {
    var idle = of(2, true);
    assertThat(idle.wakeOne()).isFalse();
    assertThat(idle.search()).isTrue();
    assertThat(idle.sleep(1, false)).isFalse();
  }

  @Test
  void theLastSearcherLooksOnceMore() {
    var idle = of(4, false);
    assertThat(idle.search()).isTrue();
    assertThat(idle.search()).isTrue();
    assertThat(idle.search()).as("half search").isFalse();
    assertThat(idle.sleep(0, true)).isFalse();
    assertThat(idle.sleep(1, true)).isTrue();
  }

  @Test
  void nobodyIsWokenWhileSomebodySearchesUnlessToStart() {
    var idle = of(3, true);
    idle.sleep(1, false);
    idle.sleep(2, false);
    assertThat(idle.wakeOne()).isTrue();
    assertThat(idle.wasWokenToSearch(2)).isTrue();
    assertThat(idle.wakeOne()).as("2 searches").isFalse();
    assertThat(idle.startOne()).isTrue();
    assertThat(idle.wasWokenToSearch(1)).isFalse();
    assertThat(idle.startOne()).as("nobody sleeps").isFalse();
  }

  @Test
  void onlyWhoWentToSleepLastMayWakeItself() {
    var idle = of(3, false);
    idle.sleep(1, false);
    idle.sleep(2, false);
    assertThat(idle.wakeUp(1)).isFalse();
    assertThat(idle.wakeUp(2)).isTrue();
    assertThat(idle.isAsleep(2)).isFalse();
    assertThat(idle.awake()).isEqualTo(2);
  }
}
