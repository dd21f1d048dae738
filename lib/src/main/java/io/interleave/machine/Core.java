package io.interleave.machine;

import io.interleave.task.Task;
import io.interleave.task.Worker;
import org.jspecify.annotations.Nullable;

/** A virtual core, which runs one worker, and where it stands. */
final class Core<W extends Worker> {
  final W worker;
  final @Nullable Track track;

  /** What it has found and polls when the time for that has passed; null while it searches. */
  @Nullable Task task;

  /** The poll of {@link #task} was interrupted at a pause, and goes on. */
  boolean begun;

  /** What its task may still do before it gives way: the policy's, while the step has its own. */
  int budget;

  /** It looked for work when it was asked last, in vain, and goes on looking. */
  boolean searching;

  /** It sleeps, and nothing of it is in the event queue. */
  boolean asleep;

  /** It was unparked while it did not sleep, so its next park ends at once. */
  boolean token;

  /** When it is so fast asleep that it can be woken. */
  long asleepFrom;

  /** A sleep or a poll has ended, of which its track is not yet told. */
  boolean slept;

  /** The number under which its track knows the poll under way or just over; -1 when none is. */
  int number = -1;

  /** The machine's pauses up to the last event that was planned. */
  long stoppedNs;

  /** What it is still to pay for. */
  long owedNs;

  Core(W worker, @Nullable Track track) {
    this.worker = worker;
    this.track = track;
  }
}
