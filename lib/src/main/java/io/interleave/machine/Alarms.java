package io.interleave.machine;

import io.interleave.task.Task;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/** Tasks that are to be woken at their time; those of one time in the order in which they asked. */
final class Alarms {
  private record Alarm(long time, long number, Task task) {}

  private final PriorityQueue<Alarm> alarms =
      new PriorityQueue<>(
          (a, b) -> a.time == b.time ? Long.compare(a.number, b.number) : a.time < b.time ? -1 : 1);
  private long numbers;

  /** Adds one; whether it is now the first of all. */
  boolean add(long time, Task task) {
    boolean first = alarms.isEmpty() || time < alarms.peek().time;
    alarms.add(new Alarm(time, numbers++, task));
    return first;
  }

  /** Takes one out whose time has come; null when there is none. */
  @Nullable Task due(long now) {
    var first = alarms.peek();
    if (first == null || first.time > now) {
      return null;
    }
    alarms.remove();
    return first.task;
  }

  /** When the first is to ring; -1 when there is none. */
  long next() {
    var first = alarms.peek();
    return first == null ? -1 : first.time;
  }
}
