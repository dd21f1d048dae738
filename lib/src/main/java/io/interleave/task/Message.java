package io.interleave.task;

import org.jspecify.annotations.Nullable;

/**
 * What can be sent to a {@link Receiver}. It carries the link of the mailbox's list within itself,
 * so that sending allocates nothing; and so it can be in one mailbox at a time.
 */
public abstract class Message {
  /** The one sent before it, while it is in a mailbox; the one sent after it, once taken out. */
  @Nullable Message next;

  /** In no mailbox yet. */
  protected Message() {}
}
