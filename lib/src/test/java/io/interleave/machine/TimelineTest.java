package io.interleave.machine;

import static io.interleave.machine.Yielding.PATIENCE;
import static io.interleave.machine.Yielding.run;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.interleave.machine.Timeline.Span;
import io.interleave.machine.Timeline.State;
import io.interleave.policy.FifoPolicy;
import io.interleave.policy.ThreadPerCorePolicy;
import io.interleave.policy.TokioPolicy;
import io.interleave.task.Task;
import io.interleave.task.Worker;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class TimelineTest {
  @Test
  void aPollTakesNoEventAndNoReading() throws Exception {
    for (int events : List.of(Timeline.EVENTS, 0)) {
      var timeline = new Timeline(events);
      var tasks = run(new LiveMachine<>(new FifoPolicy(), 1, timeline), 10, 1000, false);
      assertThat(timeline.readings()).isBetween(1L, 1_000L);
      assertThat(timeline.events() + timeline.leftOut()).isBetween(1L, 1_000L);
      assertThat(tasks).extracting(t -> t.number).containsOnly(0);
    }
  }

  @Test
  void aWorkersSpansFollowEachOtherAndAddUpToItsCounters() throws Exception {
    for (var timeline : List.of(new Timeline(), new Timeline().withTasks())) {
      addsUp(new LiveMachine<>(new TokioPolicy(), 2, timeline), timeline);
    }
    for (var timeline : List.of(new Timeline(), new Timeline().withTasks())) {
      var machine = new LiveMachine<>(new ThreadPerCorePolicy(), 2, timeline); // parks at once
      addsUp(machine, timeline);
      assertThat(machine.counters())
          .as("none can take the other's work")
          .noneMatch(c -> c.polls == 0);
    }
  }

  private static void addsUp(LiveMachine<?> machine, Timeline timeline) throws Exception {
    run(machine, 50, 200, false);
    long running = 0;
    for (int w = 0; w < 2; w++) {
      var spans = timeline.spans(w);
      long end = 0;
      for (var span : spans) {
        assertThat(span.fromNs()).isEqualTo(end);
        assertThat(span.ns()).isNotNegative();
        end = span.toNs();
      }
      var times = timeline.times(w);
      running += times.runningNs();
      assertThat(times.runningNs() > 0) // on a busy computer one may have done all the work
          .isEqualTo(machine.counters().get(w).polls > 0);
      assertThat(times.ns()).isEqualTo(end).isLessThanOrEqualTo(timeline.ns());
      assertThat(times.searchingNs()).isEqualTo(machine.counters().get(w).searchingNs);
      assertThat(times.parkedNs()).isEqualTo(machine.counters().get(w).parkedNs);
    }
    assertThat(running).isPositive();
  }

  @Test
  void anIdleMachineIsParked() throws Exception {
    var timeline = new Timeline();
    var machine = new LiveMachine<>(new TokioPolicy(), 2, timeline);
    Thread.sleep(400);
    machine.close(PATIENCE);
    for (int w = 0; w < 2; w++) {
      assertThat(timeline.times(w).parkedNs()).isGreaterThan(100_000_000);
      assertThat(timeline.times(w).runningNs()).isZero();
      assertThat(timeline.spans(w)).last().extracting(Span::state).isNotEqualTo(State.RUNNING);
    }
    assertThat(timeline.toString()).contains("worker 1: running 0.0 %");
  }

  @Test
  void withoutATimelineNobodyTouchesTheReading() throws Exception {
    for (boolean recorded : List.of(false, true)) {
      var seen = new ConcurrentLinkedQueue<Long>();
      var machine = new LiveMachine<>(new FifoPolicy(), 1, recorded ? new Timeline(10) : null);
      machine.spawn(
          null,
          new Task(machine) {
            @Override
            protected boolean poll(Worker worker) {
              seen.add(worker.reading);
              worker.reading = 42;
              wake(worker);
              return seen.size() == 3;
            }
          });
      assertThat(machine.close(PATIENCE)).isZero();
      assertThat(seen).containsExactly(0L, recorded ? 0L : 42L, recorded ? 0L : 42L);
      assertThat(machine.counters().getFirst().searchingNs > 0).isEqualTo(recorded);
    }
  }

  @Test
  void aFullOneStopsAndSaysSo() throws Exception {
    var timeline = new Timeline(100).withTasks();
    var machine = new LiveMachine<>(new FifoPolicy(), 1, timeline);
    run(machine, 10, 100, false);
    assertThat(timeline.events()).isEqualTo(100);
    assertThat(timeline.leftOut()).isBetween(900L, 990L);
    assertThat(timeline.toString()).contains(timeline.leftOut() + " later events are left out");
    assertThat(timeline.spans(0)).hasSize(100);
    assertThat(machine.counters().getFirst().parkedNs)
        .as("sums go on")
        .isGreaterThanOrEqualTo(timeline.times(0).parkedNs());
  }

  @Test
  void oneWithoutRoomStillAddsUp() throws Exception {
    var timeline = new Timeline(0);
    var machine = new LiveMachine<>(new TokioPolicy(), 1, timeline);
    Thread.sleep(100);
    run(machine, 10, 10, false);
    assertThat(timeline.events()).isZero();
    assertThat(machine.counters().getFirst().parkedNs).isGreaterThan(50_000_000);
    assertThat(timeline.toString()).contains("0 events");
  }

  @Test
  void itSaysWhatItCost() throws Exception {
    var timeline = new Timeline().withTasks();
    run(new LiveMachine<>(new FifoPolicy(), 1, timeline), 10, 10_000, false);
    assertThat(timeline.costShare()).isBetween(0.001, 0.9);
    assertThat(timeline.cost()).contains("clock readings of its own at", " %");
    assertThat(new Timeline().costShare()).isZero();
    var workers = new Timeline();
    run(new LiveMachine<>(new FifoPolicy(), 1, workers), 10, 10_000, false);
    assertThat(workers.costShare()).isLessThan(timeline.costShare());
  }

  @Test
  void withoutThreadsAndOnAnyClockItIsExact() {
    var made = new SyntheticTimeline(new Timeline(), 2, 2);
    made.searches(0, 5).parks(0, 100).searches(0, 3).polls(0, 0, 50, -1).polls(0, 1, 7, -1);
    made.searches(0, 4).polls(0, 1, 9, -1).searches(0, 0);
    assertThat(made.timeline().spans(0))
        .filteredOn(span -> span.ns() > 0)
        .containsExactly(
            new Span(0, State.SEARCHING, 0, 0, 5),
            new Span(0, State.PARKED, 0, 5, 105),
            new Span(0, State.SEARCHING, 0, 105, 108),
            new Span(0, State.RUNNING, 0, 108, 165),
            new Span(0, State.SEARCHING, 0, 165, 169),
            new Span(0, State.RUNNING, 0, 169, 178));
    assertThat(made.timeline().ns()).isEqualTo(178);
    assertThat(made.timeline().costShare()).as("virtual time").isZero();
  }

  @Test
  void runningEndsWhenATaskReadTheClockLast() {
    var made = new SyntheticTimeline(new Timeline(), 1, 1);
    made.searches(0, 5).polls(0, 0, 50, -1).reads(0).idles(0, 7).searches(0, 4);
    assertThat(made.timeline().spans(0))
        .endsWith(new Span(0, State.RUNNING, 0, 5, 55), new Span(0, State.SEARCHING, 0, 55, 66));
    made.polls(0, 0, 50, -1).idles(0, 7).searches(0, 4);
    assertThat(made.timeline().spans(0))
        .as("without a reading, when nothing was found")
        .endsWith(
            new Span(0, State.RUNNING, 0, 66, 123), new Span(0, State.SEARCHING, 0, 123, 127));
  }

  @Test
  void ofTasksThatItWasNotAskedForItSaysHowToAsk(@TempDir Path folder) throws Exception {
    var timeline = new Timeline();
    var task = run(new LiveMachine<>(new FifoPolicy(), 1, timeline), 1, 10, false).getFirst();
    var file = folder.resolve("trace.json");
    for (ThrowingCallable asked :
        List.<ThrowingCallable>of(
            timeline::tasks,
            () -> timeline.spansOf(task.number),
            () -> timeline.savePerfetto(file, task))) {
      assertThatThrownBy(asked)
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("new Timeline().withTasks()");
    }
    assertThat(file).doesNotExist();
  }

  @Test
  void aTimelineIsOfOneMachineAndOfAPossibleSize() {
    var timeline = new Timeline();
    try (var machine = new LiveMachine<>(new FifoPolicy(), 1, timeline)) {
      assertThat(machine.counters()).hasSize(1);
      assertThatThrownBy(() -> new LiveMachine<>(new FifoPolicy(), 1, timeline))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("takes a new one");
    }
    assertThatThrownBy(() -> new Timeline(-1)).hasMessageContaining("events=-1");
    assertThat(new Timeline().toString()).contains("0 workers");
  }
}
