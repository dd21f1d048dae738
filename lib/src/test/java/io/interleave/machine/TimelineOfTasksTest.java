package io.interleave.machine;

import static io.interleave.machine.Yielding.PATIENCE;
import static io.interleave.machine.Yielding.run;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.interleave.machine.Timeline.Span;
import io.interleave.machine.Timeline.State;
import io.interleave.policy.FifoPolicy;
import io.interleave.policy.GoPolicy;
import io.interleave.policy.TokioPolicy;
import io.interleave.task.Task;
import io.interleave.task.Worker;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class TimelineOfTasksTest {
  @Test
  void everyPollIsInItOnceWhateverThePolicy() throws Exception {
    for (var policy : List.of(new TokioPolicy(), new GoPolicy(), new FifoPolicy())) {
      var timeline = new Timeline().withTasks();
      var machine = new LiveMachine<>(policy, 3, timeline);
      var tasks = run(machine, 20, 500, false);
      long polls = 0;
      for (int w = 0; w < 3; w++) {
        assertThat(timeline.times(w).polls()).isEqualTo(machine.counters().get(w).polls);
        polls += timeline.times(w).polls();
      }
      assertThat(polls).isEqualTo(10_000);
      assertThat(tasks.stream().map(t -> t.number)).doesNotHaveDuplicates().doesNotContain(0);
      for (var task : tasks) {
        assertThat(timeline.spansOf(task.number)).hasSize(500);
        assertThat(timeline.nameOf(task.number)).isEqualTo("task " + task.number);
      }
    }
  }

  @Test
  void aReadingThatATaskMadeIsTakenForTheEndOfItsPoll() throws Exception {
    var own = new Timeline().withTasks();
    run(new LiveMachine<>(new FifoPolicy(), 1, own), 10, 1000, false);
    assertThat(own.readings()).isGreaterThanOrEqualTo(10_000);
    var reused = new Timeline().withTasks();
    run(new LiveMachine<>(new FifoPolicy(), 1, reused), 10, 1000, true);
    assertThat(reused.times(0).polls()).isEqualTo(10_000);
    assertThat(reused.readings()).isLessThan(1_000);
  }

  @Test
  void withoutThreadsAndOnAnyClockItIsExact() {
    var made = new SyntheticTimeline(new Timeline().withTasks(), 2, 2);
    made.searches(0, 5).parks(0, 100).searches(0, 3).polls(0, 0, 50, -1).polls(0, 1, 7, -1);
    assertThat(made.timeline().spans(0))
        .containsExactly(
            new Span(0, State.SEARCHING, 0, 0, 5),
            new Span(0, State.PARKED, 0, 5, 105),
            new Span(0, State.SEARCHING, 0, 105, 108),
            new Span(0, State.RUNNING, 1, 108, 158),
            new Span(0, State.RUNNING, 3, 158, 165));
    assertThat(made.timeline().nameOf(3)).isEqualTo("actor 1");
    assertThat(made.timeline().ns()).isEqualTo(165);
    assertThat(made.timeline().costShare()).as("virtual time").isZero();
  }

  @Test
  void aTaskIsRunnableFromItsWakeToItsPoll() {
    var made = new SyntheticTimeline(new Timeline().withWakes(), 2, 3);
    made.searches(0, 10).polls(0, 0, 20, 1).polls(0, 2, 5, 2).polls(0, 0, 5, -1);
    made.polls(0, 2, 5, -1); // it woke itself: runnable after its own poll
    made.searches(1, 42).polls(1, 1, 8, -1);
    assertThat(made.timeline().spansOf(made.task(1).number))
        .containsExactly(
            new Span(0, State.RUNNABLE, made.task(1).number, 30, 42),
            new Span(1, State.RUNNING, made.task(1).number, 42, 50));
    assertThat(made.timeline().spansOf(made.task(2).number))
        .extracting(Span::state, Span::fromNs, Span::toNs)
        .containsExactly(
            tuple(State.RUNNING, 30L, 35L),
            tuple(State.RUNNABLE, 35L, 40L),
            tuple(State.RUNNING, 40L, 45L));
    assertThat(made.timeline().times(0).polls()).as("wakes are no polls").isEqualTo(4);
  }

  @Test
  void aTaskIsAtOneWorkerAtATimeThoughTheirReadingsOverlap() {
    var made = new SyntheticTimeline(new Timeline().withTasks(), 2, 2);
    made.searches(0, 10).polls(0, 0, 40, -1); // until 50: read late, for it was at worker 1
    made.searches(1, 45).polls(1, 0, 3, -1);
    made.polls(1, 1, 1, -1).polls(1, 0, 11, -1).polls(0, 0, 20, -1); // 49–60 and 50–70
    assertThat(made.timeline().spansOf(made.task(0).number))
        .extracting(Span::worker, Span::fromNs, Span::toNs)
        .containsExactly(
            tuple(0, 10L, 45L), tuple(1, 45L, 48L), tuple(1, 49L, 60L), tuple(0, 60L, 70L));
  }

  @Test
  void wakesOnALiveMachineAreEachAnsweredByAPoll() throws Exception {
    var timeline = new Timeline().withWakes();
    var machine = new LiveMachine<>(new TokioPolicy(), 2, timeline);
    var tasks = IntStream.range(0, 8).mapToObj(i -> new Yielding(machine, 300, false)).toList();
    machine.spawn(
        null,
        new Task(machine) {
          @Override
          protected boolean poll(Worker worker) {
            tasks.forEach(t -> machine.spawn((TokioPolicy.TokioWorker) worker, t));
            return true;
          }
        });
    assertThat(machine.close(PATIENCE)).isZero();
    assertThat(tasks)
        .anyMatch(
            t -> timeline.spansOf(t.number).stream().anyMatch(s -> s.state() == State.RUNNABLE));
    for (var task : tasks) {
      var spans = timeline.spansOf(task.number);
      assertThat(spans).filteredOn(s -> s.state() == State.RUNNING).hasSize(300);
      for (int i = 1; i < spans.size(); i++) {
        assertThat(spans.get(i).fromNs()).as("it never waits").isEqualTo(spans.get(i - 1).toNs());
      }
    }
  }
}
