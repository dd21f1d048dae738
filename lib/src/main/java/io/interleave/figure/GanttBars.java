package io.interleave.figure;

import io.interleave.machine.Timeline.Span;
import io.interleave.machine.Timeline.State;
import java.util.ArrayList;
import java.util.List;

/**
 * Spans as bars, thinned: those too short to be seen are gathered until together they are long
 * enough, and drawn as one bar in which each state's height is its share of the time.
 */
final class GanttBars {
  /**
   * A piece of a row.
   *
   * @param task the number of the task that ran; 0 when there is none, or more than one
   * @param from nanoseconds
   * @param low its lower edge, 0 … 1 of the row's height
   * @param high its upper edge
   * @param merged whether it stands for more than one span
   */
  record Bar(
      State state, int task, double from, double to, double low, double high, boolean merged) {
    private boolean goesOnAs(Bar next) {
      return merged
          && next.merged
          && state == next.state
          && to == next.from
          && low == next.low
          && high == next.high;
    }
  }

  private final double least;
  private final List<Bar> bars = new ArrayList<>();
  private final double[] sums = new double[State.values().length];
  private int gathered;
  private double since;
  private double end;
  private Span last = new Span(0, State.PARKED, 0, 0, 0);

  private GanttBars(double least) {
    this.least = least;
  }

  /**
   * The bars of a row.
   *
   * @param spans those that reach into the window, in the order of time; what is between them stays
   *     blank
   * @param from the window's left end, in nanoseconds
   * @param to its right end
   * @param least nanoseconds below which spans are gathered
   */
  static List<Bar> of(List<Span> spans, double from, double to, double least) {
    var thinned = new GanttBars(least);
    for (var span : spans) {
      thinned.add(span, Math.max(from, span.fromNs()), Math.min(to, span.toNs()));
    }
    thinned.flush();
    return thinned.bars;
  }

  private void add(Span span, double from, double to) {
    if (to - from >= least) {
      flush();
      bars.add(new Bar(span.state(), span.task(), from, to, 0, 1, false));
      return;
    }
    if (gathered > 0 && from - end >= least) {
      flush();
    }
    if (gathered == 0) {
      since = from;
    }
    gathered++;
    last = span;
    end = to;
    sums[span.state().ordinal()] += to - from;
    if (end - since >= least) {
      flush();
    }
  }

  private void flush() {
    double low = 0;
    for (var state : State.values()) {
      double share = sums[state.ordinal()] / (end - since);
      sums[state.ordinal()] = 0;
      if (share > 0) {
        double high = share > 1 - 1e-9 ? 1 : Math.min(1, low + share);
        boolean alone = gathered == 1;
        append(new Bar(state, alone ? last.task() : 0, since, end, low, high, !alone));
        low = high;
      }
    }
    gathered = 0;
  }

  private void append(Bar bar) {
    if (!bars.isEmpty() && bars.getLast().goesOnAs(bar)) {
      var before = bars.removeLast();
      bars.add(new Bar(bar.state, 0, before.from, bar.to, bar.low, bar.high, true));
    } else {
      bars.add(bar);
    }
  }
}
