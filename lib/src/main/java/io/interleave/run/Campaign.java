package io.interleave.run;

import io.interleave.runtime.Fork;
import io.interleave.workload.InvalidInput;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A set of trials in interleaved order: a pass runs one fork of each, in an order shuffled by the
 * seed, and there are as many passes as forks. So what drifts (heat, neighbours, a cache) touches
 * all alike.
 *
 * @param trials what is compared
 * @param forks fresh processes of each
 * @param seed of the order
 * @param limits of each fork
 * @param patience how long the run may wait in all for a machine that others leave alone, and take
 *     for measuring again what they disturbed; with none left, noise is recorded with the fork
 */
public record Campaign(
    List<Trial> trials, int forks, long seed, Fork.Limits limits, Duration patience) {
  /**
   * Checks the plan.
   *
   * @throws InvalidInput when it is empty, or has one trial twice
   */
  public Campaign {
    trials = List.copyOf(trials);
    if (trials.isEmpty()) {
      throw new InvalidInput("nothing to run: name at least one runtime");
    }
    if (forks < 1 || forks > 1000) {
      throw new InvalidInput("forks=%d: expected 1 to 1000".formatted(forks));
    }
    if (trials.stream().map(Trial::key).distinct().count() < trials.size()) {
      throw new InvalidInput("the same trial stands twice in the plan");
    }
  }

  /** One place in the order. */
  record Turn(Trial trial, int fork) {
    String key() {
      return Measurement.key(trial, fork);
    }
  }

  /** The order: the same for the same trials and seed. */
  List<Turn> order() {
    var order = new ArrayList<Turn>();
    var random = new Random(seed);
    for (int fork = 0; fork < forks; fork++) {
      var pass = new ArrayList<>(trials);
      Collections.shuffle(pass, random);
      for (Trial trial : pass) {
        order.add(new Turn(trial, fork));
      }
    }
    return order;
  }

  /**
   * Measures what the folder doesn't hold yet. Each fork is on disk before the next begins.
   *
   * @throws InterruptedException when the waiting thread is interrupted; no child is left, and the
   *     folder is whole
   */
  public void run(RunFolder folder, Progress progress) throws IOException, InterruptedException {
    Set<String> had = folder.forks().stream().map(ForkRecord::key).collect(Collectors.toSet());
    List<Turn> order = order();
    var manifest = new RunManifest(folder, this);
    var missing = order.stream().filter(turn -> !had.contains(turn.key())).toList();
    if (missing.isEmpty() && folder.exists()) {
      return;
    }
    manifest.begin();
    long started = System.nanoTime();
    int done = order.size() - missing.size();
    var quiet = new Quiet(patience);
    for (Turn turn : missing) {
      run(turn, folder, quiet, progress, new Count(folder.name(), done++, order.size(), started));
    }
    manifest.end();
  }

  private record Count(String run, int done, int all, long started) {
    Progress.State state(Turn turn, int round, double share, int more) {
      int rounds = turn.trial().warmup() + turn.trial().iterations();
      return new Progress.State(
          run,
          done + more,
          all,
          turn.trial().label(),
          turn.fork(),
          round,
          rounds,
          share,
          System.nanoTime() - started);
    }
  }

  private void run(Turn turn, RunFolder folder, Quiet quiet, Progress progress, Count count)
      throws IOException, InterruptedException {
    double all = turn.trial().workload().deliveries();
    progress.update(count.state(turn, 0, 0, 0), null);
    ForkRecord fork =
        quiet.measure(
            () ->
                new Measurement(turn.trial(), turn.fork(), limits)
                    .run(
                        (round, deliveries) ->
                            progress.update(count.state(turn, round, deliveries / all, 0), null)),
            waiting -> progress.update(count.state(turn, 0, 0, 0).waiting(waiting), null));
    folder.append(fork);
    progress.update(count.state(turn, 0, 0, 1), fork);
  }
}
