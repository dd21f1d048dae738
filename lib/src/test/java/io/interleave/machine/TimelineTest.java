package io.interleave.machine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.interleave.machine.Timeline.Span;
import io.interleave.machine.Timeline.State;
import io.interleave.policy.FifoPolicy;
import io.interleave.policy.GoPolicy;
import io.interleave.policy.TokioPolicy;
import io.interleave.task.Task;
import io.interleave.task.Worker;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

@Timeout(60)
class TimelineTest {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  /** Polled a known number of times: it wakes itself until then. */
  private static final class Yielding extends Task {
    private final boolean reads;
    private int left;

    Yielding(LiveMachine<?> machine, int polls, boolean reads) {
      super(machine);
      left = polls;
      this.reads = reads;
    }

    @Override
    protected boolean poll(Worker worker) {
      if (reads) {
        worker.reading = worker.machine.now();
      }
      if (--left > 0) {
        wake(worker);
      }
      return left == 0;
    }
  }

  private static List<Task> run(LiveMachine<?> machine, int tasks, int polls, boolean reads)
      throws InterruptedException {
    var all = new ArrayList<Task>();
    for (int i = 0; i < tasks; i++) {
      all.add(new Yielding(machine, polls, reads));
      machine.spawn(null, all.getLast());
    }
    assertThat(machine.close(PATIENCE)).isZero();
    return all;
  }

  @Test
  void everyPollIsInItOnceWhateverThePolicy() throws Exception {
    for (var policy : List.of(new TokioPolicy(), new GoPolicy(), new FifoPolicy())) {
      var timeline = new Timeline();
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
  void aWorkersSpansFollowEachOtherAndAddUpToItsCounters() throws Exception {
    var timeline = new Timeline();
    var machine = new LiveMachine<>(new TokioPolicy(), 2, timeline);
    run(machine, 50, 200, false);
    for (int w = 0; w < 2; w++) {
      var spans = timeline.spans(w);
      long end = 0;
      for (var span : spans) {
        assertThat(span.fromNs()).isEqualTo(end);
        assertThat(span.ns()).isNotNegative();
        end = span.toNs();
      }
      var times = timeline.times(w);
      assertThat(times.ns()).isEqualTo(end).isLessThanOrEqualTo(timeline.ns());
      assertThat(times.searchingNs()).isEqualTo(machine.counters().get(w).searchingNs);
      assertThat(times.parkedNs()).isEqualTo(machine.counters().get(w).parkedNs);
    }
  }

  @Test
  void anIdleMachineIsParked() throws Exception {
    var timeline = new Timeline();
    var machine = new LiveMachine<>(new TokioPolicy(), 2, timeline);
    Thread.sleep(400);
    machine.close(PATIENCE);
    for (int w = 0; w < 2; w++) {
      assertThat(timeline.times(w).parkedNs()).isGreaterThan(100_000_000);
      assertThat(timeline.times(w).polls()).isZero();
      assertThat(timeline.spans(w)).last().extracting(Span::state).isNotEqualTo(State.RUNNING);
    }
    assertThat(timeline.toString()).contains("worker 1: 0 polls, running 0.0 %");
  }

  @Test
  void aReadingThatATaskMadeIsTakenForTheEndOfItsPoll() throws Exception {
    var own = new Timeline();
    run(new LiveMachine<>(new FifoPolicy(), 1, own), 10, 1000, false);
    assertThat(own.readings()).isGreaterThanOrEqualTo(10_000);
    var reused = new Timeline();
    run(new LiveMachine<>(new FifoPolicy(), 1, reused), 10, 1000, true);
    assertThat(reused.times(0).polls()).isEqualTo(10_000);
    assertThat(reused.readings()).isLessThan(1_000);
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
    var timeline = new Timeline(100);
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
    var timeline = new Timeline();
    run(new LiveMachine<>(new FifoPolicy(), 1, timeline), 10, 10_000, false);
    assertThat(timeline.costShare()).isBetween(0.001, 0.9);
    assertThat(timeline.cost()).contains("clock readings of its own at", " %");
    assertThat(new Timeline().costShare()).isZero();
  }

  @Test
  void withoutThreadsAndOnAnyClockItIsExact() {
    var made = new SyntheticTimeline(new Timeline(), 2, 2);
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
    var made = new SyntheticTimeline(new Timeline(), 2, 2);
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

  @Test
  void whatPerfettoOpensAddsUpToTheTimeline(@TempDir Path folder) throws Exception {
    var timeline = new Timeline().withWakes();
    var tasks = run(new LiveMachine<>(new GoPolicy(), 2, timeline), 8, 100, false);
    var file = folder.resolve("trace.json");
    timeline.savePerfetto(file, tasks.get(0), tasks.get(1));
    var json = JsonMapper.shared().readTree(file.toFile());
    var rows = new HashMap<String, Long>(); // nanoseconds
    var ends = new HashMap<String, Long>();
    int polls = 0;
    for (JsonNode event : json.path("traceEvents")) {
      if (event.path("ph").asString().equals("X")) {
        String row = event.path("pid") + "/" + event.path("tid");
        long from = ns(event.path("ts"));
        long length = ns(event.path("dur"));
        assertThat(length).isNotNegative();
        assertThat(from).as("no overlap").isGreaterThanOrEqualTo(ends.getOrDefault(row, 0L));
        ends.put(row, from + length);
        rows.merge(row, length, Long::sum);
        polls += event.path("name").asString().startsWith("task ") ? 1 : 0;
      }
    }
    assertThat(polls).isEqualTo(800);
    assertThat(rows).hasSize(4);
    for (int w = 0; w < 2; w++) {
      assertThat(rows).containsEntry("1/" + (w + 1), timeline.times(w).ns());
    }
    assertThat(json.findValues("ph")).anyMatch(ph -> ph.asString().equals("M"));
    assertThat(json.path("otherData").path("recording").asString()).contains("clock readings");
  }

  private static long ns(@Nullable JsonNode microseconds) {
    return microseconds == null
        ? -1
        : microseconds.decimalValue().movePointRight(3).longValueExact();
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
