package io.interleave.machine;

import io.interleave.task.Machine;
import io.interleave.task.Worker;

/**
 * What recording costs here and now, measured before the machine starts; on a simulated clock, 0.
 *
 * @param nsReading nanoseconds a reading of the machine's clock
 * @param nsEvent nanoseconds an event, without its reading
 */
record RecordingCost(double nsReading, double nsEvent) {
  static final RecordingCost NONE = new RecordingCost(0, 0);

  private static final int ROUNDS = 40;
  private static final int EVENTS = 1 << 12;

  /** The quickest of some rounds: the first ones are not compiled yet. A few milliseconds. */
  static RecordingCost measure(Machine machine) {
    var track = new Track(machine, new Worker(machine, 0) {}, 1, EVENTS, true, 0);
    long reading = Long.MAX_VALUE;
    long event = Long.MAX_VALUE;
    for (int i = 0; i < ROUNDS; i++) {
      long before = machine.now();
      for (int j = 0; j < EVENTS; j++) {
        var _ = machine.now();
      }
      long between = machine.now();
      track.rehearse();
      reading = Math.min(reading, between - before);
      event = Math.min(event, machine.now() - between);
    }
    return new RecordingCost(reading / (double) EVENTS, event / (double) EVENTS);
  }

  /** Nanoseconds of so many readings and events. */
  double ns(long readings, long events) {
    return readings * nsReading + events * nsEvent;
  }
}
