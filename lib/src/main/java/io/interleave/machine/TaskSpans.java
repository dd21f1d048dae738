package io.interleave.machine;

import io.interleave.machine.Timeline.Span;
import io.interleave.machine.Timeline.State;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** A task's way through the workers, gathered from all their logs. */
final class TaskSpans {
  private final int task;
  private final List<Span> runs = new ArrayList<>();
  private final List<Span> wakes = new ArrayList<>(); // without length, by whom

  private TaskSpans(int task) {
    this.task = task;
  }

  static List<Span> of(Timeline timeline, long began, int task) {
    var gathered = new TaskSpans(task);
    for (int w = 0; w < timeline.workers(); w++) {
      gathered.gather(timeline.tracks().get(w), w, began);
    }
    gathered.runs.sort(Comparator.comparingLong(Span::fromNs));
    gathered.wakes.sort(Comparator.comparingLong(Span::fromNs));
    return gathered.spans();
  }

  private void gather(Track track, int worker, long began) {
    long from = 0;
    long yielded = -1;
    for (int i = 0, n = track.events(); i < n; i++) {
      int what = track.what(i);
      long at = track.time(i) - began;
      if (what == Track.PARKED - task) {
        wakes.add(new Span(worker, State.RUNNABLE, task, at, at));
        yielded = at;
      } else if (what >= Track.PARKED) {
        if (what == task) {
          // A task is made runnable within its own poll when that is over, and then only.
          runs.add(new Span(worker, State.RUNNING, task, from, yielded < 0 ? at : yielded));
        }
        from = at;
        yielded = -1;
      }
    }
  }

  /**
   * Each wake goes with the first poll that ends after it: that is when it was answered.
   *
   * <p>Two workers' readings of one task may overlap a little, though it is never polled twice at
   * once: a poll begins where its worker ended what it did before, which may be before the task was
   * there; and its end is read when the task may already be at another. So a poll that seems to
   * begin within the one before begins at its end; one that also seems to end in it ends that.
   */
  private List<Span> spans() {
    var spans = new ArrayList<Span>();
    long end = 0;
    int wake = 0;
    for (var run : runs) {
      if (run.toNs() < end) {
        end = Math.min(end, run.fromNs());
        shorten(spans, end);
      }
      long from = Math.max(run.fromNs(), end);
      while (wake < wakes.size() && wakes.get(wake).fromNs() < run.toNs()) {
        var woken = wakes.get(wake++);
        long since = Math.max(woken.fromNs(), end);
        from = Math.max(from, since);
        if (since < from) {
          spans.add(span(woken, since, from));
        }
        end = from;
      }
      spans.add(span(run, from, run.toNs()));
      end = run.toNs();
    }
    return spans;
  }

  /** The last ones end no later than at {@code end}. */
  private static void shorten(List<Span> spans, long end) {
    for (int i = spans.size() - 1; i >= 0 && spans.get(i).toNs() > end; i--) {
      var span = spans.get(i);
      spans.set(i, span(span, Math.min(span.fromNs(), end), end));
    }
  }

  private static Span span(Span of, long from, long to) {
    return new Span(of.worker(), of.state(), of.task(), from, to);
  }
}
