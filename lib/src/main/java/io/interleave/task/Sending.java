package io.interleave.task;

/**
 * A message that waits for room, and the task that waits with it: Go's {@code sudog} of a blocked
 * sender. When there is room the message goes in first and the task is woken after, so a woken
 * sender has nothing to try again.
 */
public final class Sending {
  final Message message;
  final Task sender;
  private volatile boolean sent;

  Sending(Message message, Task sender) {
    this.message = message;
    this.sender = sender;
  }

  /** Whether the message is in the mailbox; if not, its sender will be woken when it is. */
  public boolean isSent() {
    return sent;
  }

  void done() {
    sent = true;
  }
}
