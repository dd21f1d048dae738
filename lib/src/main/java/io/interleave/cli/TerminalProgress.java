package io.interleave.cli;

import io.interleave.run.ForkRecord;
import io.interleave.run.Progress;
import org.jspecify.annotations.Nullable;

/** Progress on standard error: one line rewritten in a terminal, a line a fork elsewhere. */
final class TerminalProgress implements Progress {
  private static final long AT_MOST_EVERY_NS = 100_000_000;
  private final boolean terminal = System.console() != null && System.console().isTerminal();
  private long last = System.nanoTime() - AT_MOST_EVERY_NS;
  private int told;

  @Override
  public synchronized void update(State state, @Nullable ForkRecord ended) {
    if (ended != null && ended.reason() != null) {
      tell(
          "%s, fork %d: %s: %s"
              .formatted(ended.label(), ended.fork() + 1, ended.outcome(), ended.reason()));
    }
    long now = System.nanoTime();
    boolean more = state.done() > told; // JMH's forks end without a record
    told = state.done();
    if (terminal && (ended != null || more || now - last >= AT_MOST_EVERY_NS)) {
      last = now;
      System.err.print("\r\033[K" + state.line() + (state.done() == state.all() ? "\n" : ""));
    } else if (!terminal && (ended != null || more)) {
      System.err.println(state.line());
    }
  }

  private void tell(String line) {
    System.err.println((terminal ? "\r\033[K" : "") + line);
  }
}
