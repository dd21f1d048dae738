package io.interleave.notebook;

import io.interleave.run.ForkRecord;
import io.interleave.run.Progress;
import java.util.UUID;
import org.dflib.jjava.jupyter.kernel.DisplayStream;
import org.dflib.jjava.jupyter.kernel.display.DisplayData;
import org.jspecify.annotations.Nullable;

/**
 * One line of output that is updated in place; forks that did not finish are told on lines of their
 * own below it.
 */
final class NotebookProgress implements Progress {
  private static final long AT_MOST_EVERY_NS = 200_000_000;

  private final DisplayStream display;
  private final String id = UUID.randomUUID().toString();
  private boolean shown;
  private long last = System.nanoTime() - AT_MOST_EVERY_NS;
  private String failures = "";

  NotebookProgress(DisplayStream display) {
    this.display = display;
  }

  @Override
  public synchronized void update(State state, @Nullable ForkRecord ended) {
    if (ended != null && ended.reason() != null) {
      failures +=
          "\n  %s, fork %d: %s: %s"
              .formatted(ended.label(), ended.fork() + 1, ended.outcome(), ended.reason());
    }
    long now = System.nanoTime();
    boolean due = ended != null || state.done() == state.all() || now - last >= AT_MOST_EVERY_NS;
    if (!due) {
      return;
    }
    last = now;
    var data = new DisplayData(state.line() + failures);
    // Not setDisplayId: its return type is another in the kernel than in the API that is on Maven
    // Central.
    data.putTransientData(DisplayData.DISPLAY_ID_KEY, id);
    if (shown) {
      display.updateDisplay(data);
    } else {
      display.display(data);
      shown = true;
    }
  }
}
