package io.interleave.workload;

import io.interleave.task.Channel;
import io.interleave.task.Task;
import io.interleave.task.Worker;
import org.jspecify.annotations.Nullable;

/**
 * A polled task's end of a channel: what the futures of Rust's {@code send} and {@code recv} are.
 *
 * @param <M> what is sent
 */
final class Port<M> {
  private final Channel<M> channel;
  private final Task task;
  private Channel.@Nullable Wait<M> sending;
  private Channel.@Nullable Wait<M> receiving;

  Port(Channel<M> channel, Task task) {
    this.channel = channel;
    this.task = task;
  }

  /** Whether the message is sent; if not, the same is to be asked again when the task is woken. */
  boolean send(M message, Worker worker) {
    var wait = sending == null ? channel.send(message, worker, task) : sending;
    boolean sent = wait == null || wait.isDone();
    sending = sent ? null : wait;
    return sent;
  }

  /** A message; null when there is none yet: to be asked again when the task is woken. */
  @Nullable M receive(Worker worker) {
    var wait = receiving == null ? channel.receive(worker, task) : receiving;
    receiving = wait.isDone() ? null : wait;
    return wait.message();
  }
}
