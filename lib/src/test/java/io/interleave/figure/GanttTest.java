package io.interleave.figure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.interleave.figure.GanttBars.Bar;
import io.interleave.machine.SyntheticTimeline;
import io.interleave.machine.Timeline;
import io.interleave.machine.Timeline.Span;
import io.interleave.machine.Timeline.State;
import io.interleave.workload.InvalidInput;
import java.io.ByteArrayInputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import javax.imageio.ImageIO;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.knowm.xchart.XYSeries;

final class GanttTest {
  /** Two workers: task 0 wakes task 1, which is stolen; then both sleep. */
  private static SyntheticTimeline few() {
    var made = new SyntheticTimeline(new Timeline().withWakes(), 2, 3);
    made.searches(0, 4_000).polls(0, 0, 20_000, 1).polls(0, 2, 15_000, 2).polls(0, 2, 9_000, -1);
    made.searches(0, 5_000).parks(0, 30_000);
    made.searches(1, 2_000).parks(1, 24_000).searches(1, 5_000).polls(1, 1, 30_000, 0);
    made.searches(1, 6_000).parks(1, 16_000);
    return made;
  }

  /** Two workers with so many polls that most are shorter than a line is thick. */
  private static SyntheticTimeline many() {
    var random = new SplittableRandom(1);
    var made = new SyntheticTimeline(new Timeline().withTasks(), 2, 50);
    for (int w = 0; w < 2; w++) {
      for (int i = 0; i < 20_000; i++) {
        made.polls(w, random.nextInt(50), random.nextInt(50, 300), -1);
        if (random.nextInt(20) == 0) {
          made.searches(w, random.nextInt(100, 3_000));
        }
        if (random.nextInt(400) == 0) {
          made.searches(w, 800).parks(w, random.nextInt(5_000, 90_000));
        }
      }
    }
    return made;
  }

  private static Bar bar(State state, int task, double from, double to) {
    return new Bar(state, task, from, to, 0, 1, false);
  }

  @Test
  void whatIsLongEnoughIsDrawnAsItIs() {
    var spans = few().timeline().spans(0);
    assertThat(GanttBars.of(spans, 0, 1e9, 10))
        .hasSameSizeAs(spans)
        .contains(bar(State.SEARCHING, 0, 0, 4_000), bar(State.RUNNING, 1, 4_000, 24_000));
  }

  @Test
  void aWindowCutsWhatReachesBeyondIt() {
    assertThat(GanttBars.of(few().timeline().spans(0).subList(0, 2), 1_000, 10_000, 10))
        .containsExactly(
            bar(State.SEARCHING, 0, 1_000, 4_000), bar(State.RUNNING, 1, 4_000, 10_000));
  }

  @Test
  void whatIsTooShortIsGatheredAndKeepsItsShareOfTheTime() {
    var spans = many().timeline().spans(0);
    var bars = GanttBars.of(spans, 0, 1e12, 20_000);
    assertThat(bars.size()).isLessThan(spans.size() / 20);
    for (var state : List.of(State.RUNNING, State.SEARCHING, State.PARKED)) {
      double drawn =
          bars.stream()
              .filter(b -> b.state() == state)
              .mapToDouble(b -> (b.to() - b.from()) * (b.high() - b.low()))
              .sum();
      long is = spans.stream().filter(s -> s.state() == state).mapToLong(Span::ns).sum();
      assertThat(drawn).as(state.name()).isCloseTo(is, Offset.offset(1e-6 * is));
    }
  }

  @Test
  void gatheredPollsInARowAreOneBar() {
    var spans = new ArrayList<Span>();
    for (int i = 0; i < 1000; i++) {
      spans.add(new Span(0, State.RUNNING, 1 + i % 7, 10L * i, 10L * i + 10));
    }
    assertThat(GanttBars.of(spans, 0, 10_000, 100))
        .containsExactly(new Bar(State.RUNNING, 0, 0, 10_000, 0, 1, true));
  }

  @Test
  void whatIsNotRecordedStaysBlank() {
    var spans =
        List.of(
            new Span(0, State.RUNNING, 1, 0, 50),
            new Span(0, State.RUNNING, 1, 950, 1_000),
            new Span(0, State.RUNNING, 1, 1_010, 1_050));
    assertThat(GanttBars.of(spans, 0, 1_050, 100))
        .containsExactly(
            bar(State.RUNNING, 1, 0, 50), new Bar(State.RUNNING, 0, 950, 1_050, 0, 0.9, true));
  }

  @Test
  void aHeavyTimelineIsThinnedAndTheNoteSaysSo() {
    var drawing = new Gantt(many().timeline()).draw();
    assertThat(drawing.note()).contains("is drawn together", "no virtual time");
    assertThat(drawing.svg().length()).isLessThan(200_000);
    assertThat(drawing.svg()).doesNotContain("NaN", "Infinity");
    assertThat(drawing.heightMillimetres()).isBetween(30.0, 60.0);
    assertThat(new Gantt(few().timeline()).draw().note()).doesNotContain("together");
  }

  @Test
  void rowsAreWorkersAndTheTasksAskedFor() {
    var made = few();
    var drawing = new Gantt(made.timeline()).tasks(made.task(1), made.task(2)).draw();
    assertThat(drawing.charts().getFirst().getSeriesCollection())
        .extracting(XYSeries::getName)
        .containsExactly("worker 0", "worker 1", "actor 1", "actor 2");
    assertThat(drawing.svg())
        .as("running, runnable, searching, parked")
        .contains("#0072b2", "#cc79a7", "#e69f00", "#e4e4e4")
        .isEqualTo(drawing.svg());
  }

  @Test
  void allTasksAreThoseThatRanInTheOrderOfTheirNames() {
    assertThat(
            new Gantt(few().timeline()).allTasks().draw().charts().getFirst().getSeriesCollection())
        .extracting(XYSeries::getName)
        .containsExactly("worker 0", "worker 1", "actor 0", "actor 1", "actor 2");
  }

  @Test
  void tasksThatTheTimelineDoesNotTellAreRefused() {
    var made = new SyntheticTimeline(new Timeline(), 1, 1).polls(0, 0, 500, -1).searches(0, 10);
    var gantt = new Gantt(made.timeline());
    assertThat(gantt.draw().charts().getFirst().getSeriesCollection()).hasSize(1);
    assertThatThrownBy(gantt::allTasks)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("withTasks()");
  }

  @Test
  void inGreyPrintTheStatesOfAWorkerStillDiffer() throws Exception {
    var image = ImageIO.read(new ByteArrayInputStream(new Gantt(few().timeline()).draw().png()));
    assertThat(image.getWidth()).isEqualTo(2126);
    double[] greys =
        List.of(State.RUNNING, State.SEARCHING, State.PARKED).stream()
            .map(Gantt::colour)
            .mapToDouble(c -> 0.299 * c.getRed() + 0.587 * c.getGreen() + 0.114 * c.getBlue())
            .toArray();
    assertThat(greys[1] - greys[0]).isGreaterThan(50);
    assertThat(greys[2] - greys[1]).isGreaterThan(50);
  }

  @Test
  void aFullTimelineSaysWhatIsMissing() {
    var made = new SyntheticTimeline(new Timeline(2).withTasks(), 1, 1);
    made.searches(0, 5).polls(0, 0, 5, -1).polls(0, 0, 5, -1);
    assertThat(new Gantt(made.timeline()).draw().note())
        .contains("The timeline was full: later events left out: 1.");
  }

  @Test
  void aWindowWithoutAnythingIsRefusedInOneLine() {
    var gantt = new Gantt(few().timeline());
    assertThatThrownBy(() -> gantt.between(10, 10))
        .isInstanceOf(InvalidInput.class)
        .hasMessageContaining("from < to");
    assertThatThrownBy(() -> gantt.between(1e9, 2e9)).hasMessageContaining("83.000 µs");
    assertThatThrownBy(() -> new Gantt(new Timeline()).draw())
        .isInstanceOf(InvalidInput.class)
        .hasMessageContaining("empty");
    assertThat(gantt.between(8, 20).draw().svg())
        .as("the legend has what the window has")
        .contains("#e4e4e4")
        .doesNotContain("#e69f00");
    assertThat(gantt.between(5, 1e9).draw().note()).contains("2 workers");
  }
}
