package io.interleave.machine;

/** Somebody waits for tasks, and nothing can happen any more: it is known, not guessed. */
public final class Deadlock extends IllegalStateException {
  private static final long serialVersionUID = 1;

  Deadlock(String message) {
    super(message);
  }
}
