package io.interleave.workload;

/**
 * What a user asked for can't be done: one line that says what, where, and what instead. The
 * command line exits with 2.
 */
public final class InvalidInput extends IllegalArgumentException {
  private static final long serialVersionUID = 1;

  /** One line for the user. */
  public InvalidInput(String message) {
    super(message);
  }
}
