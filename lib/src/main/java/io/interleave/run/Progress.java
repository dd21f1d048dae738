package io.interleave.run;

/**
 * Hears how a run gets on: a terminal draws a line, a notebook updates a cell's output, a test
 * looks.
 */
public interface Progress {
  /** Says nothing. */
  Progress SILENT = (_, _) -> {};

  /**
   * Something moved.
   *
   * @param state where the run is
   * @param ended the fork that just ended, or null while one is under way
   */
  void update(State state, @org.jspecify.annotations.Nullable ForkRecord ended);

  /**
   * Where a run is.
   *
   * @param run its name
   * @param done forks that have ended, with those kept from an earlier session
   * @param all forks in the plan
   * @param label the trial under way
   * @param fork its fork
   * @param round its round, from 0
   * @param rounds its rounds in all; 0 when forks are points of a sweep, many under way at once
   * @param share of the round that is done, 0 to 1
   * @param elapsedNs since this session began
   */
  record State(
      String run,
      int done,
      int all,
      String label,
      int fork,
      int round,
      int rounds,
      double share,
      long elapsedNs) {

    /** The same place, where nothing is measured yet, and why. */
    State waiting(String why) {
      return new State(run, done, all, label + ", " + why, fork, round, rounds, share, elapsedNs);
    }

    /** Share of the whole run that is done, 0 to 1. */
    public double total() {
      return all == 0
          ? 1
          : (done + (done == all || rounds == 0 ? 0 : (round + Math.min(1, share)) / rounds)) / all;
    }

    /** One line: a bar, the count, what is under way. */
    public String line() {
      int filled = (int) Math.round(24 * total());
      String bar = "█".repeat(filled) + "░".repeat(24 - filled);
      String now =
          done == all
              ? "done"
              : rounds == 0
                  ? label
                  : "%s, fork %d, round %d of %d".formatted(label, fork + 1, round + 1, rounds);
      return "%s %s %d of %d %s · %s · %.0f s"
          .formatted(run, bar, done, all, rounds == 0 ? "points" : "forks", now, elapsedNs / 1e9);
    }
  }
}
