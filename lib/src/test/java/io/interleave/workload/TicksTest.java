package io.interleave.workload;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.StreamSupport;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;

/** Every tick owed is recorded exactly once, on a clock that stands still unless it is told. */
class TicksTest {
  private static final long MS = 1_000_000;

  private final AtomicLong clock = new AtomicLong();
  private final Ticks ticks = new Ticks(clock::get, Long.MAX_VALUE);

  private long tickAt(long now) {
    clock.set(now);
    return ticks.tick();
  }

  private long endAt(long now) {
    clock.set(now);
    return ticks.end();
  }

  private static long sumOfLateness(Histogram histogram) {
    return StreamSupport.stream(histogram.recordedValues().spliterator(), false)
        .mapToLong(value -> value.getValueIteratedTo() * value.getCountAtValueIteratedTo())
        .sum();
  }

  private void expect(long owed, long had) {
    assertThat(ticks.owed()).isEqualTo(owed);
    assertThat(ticks.had()).isEqualTo(had);
    assertThat(ticks.late().getTotalCount()).isEqualTo(owed);
  }

  @Test
  void aTickIsOwedAtEachWholeMillisecond() {
    ticks.startAt(0);
    assertThat(tickAt(0)).isEqualTo(MS);
    expect(0, 0);
    assertThat(tickAt(MS)).isEqualTo(2 * MS);
    expect(1, 1);
    assertThat(sumOfLateness(ticks.late())).isZero();
  }

  @Test
  void whoWakesEarlyHasNone() {
    ticks.startAt(5);
    assertThat(tickAt(MS)).isEqualTo(MS + 5);
    expect(0, 0);
  }

  @Test
  void oneThatRunsLateHasOneAndRecordsAllThatWereOwed() {
    ticks.startAt(0);
    assertThat(tickAt(4 * MS + 7)).isEqualTo(5 * MS);
    expect(4, 1);
    assertThat(ticks.late().getMaxValue()).isBetween(3 * MS, 3 * MS + MS / 100);
    assertThat(ticks.late().getMinValue()).isEqualTo(7);
    assertThat(tickAt(4 * MS + 8)).isEqualTo(5 * MS);
    expect(4, 1);
  }

  @Test
  void theEndRecordsWhatIsStillOwedAndNothingAfterIt() {
    ticks.startAt(0);
    tickAt(2 * MS);
    assertThat(endAt(10 * MS + 1)).isEqualTo(10 * MS + 1);
    expect(10, 1);
    tickAt(20 * MS);
    endAt(30 * MS);
    expect(10, 1);
    assertThat(ticks.isOver()).isTrue();
  }

  @Test
  void aRehearsalIsOverWhenAllItsTicksWereOwed() {
    var few = new Ticks(clock::get, 3);
    few.startAt(0);
    clock.set(2 * MS);
    few.tick();
    assertThat(few.isOver()).isFalse();
    clock.set(9 * MS);
    few.tick();
    assertThat(few.isOver()).isTrue();
    assertThat(few.late().getTotalCount()).isEqualTo(3);
  }
}
