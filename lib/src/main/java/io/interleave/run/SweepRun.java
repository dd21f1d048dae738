package io.interleave.run;

import io.interleave.machine.Costs;
import io.interleave.runtime.Simulation;
import io.interleave.workload.InvalidInput;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A sweep under way: computes what the folder doesn't hold yet, and writes each record as soon as
 * it is there. In the end the records stand in the plan's order, so that the same sweep gives the
 * same file whoever was faster.
 */
final class SweepRun {
  private static final long EVERY_NS = 5_000_000_000L; // at most so long without a word
  private static final int UPDATES = 200; // and about so many in all
  private static final int REASONS = 10; // of points that did not finish, told one by one

  private final Campaign plan;
  private final Engine engine;
  private final RunFolder folder;
  private final Progress progress;
  private final List<Point> points;
  private final ConcurrentLinkedQueue<ForkRecord> waiting = new ConcurrentLinkedQueue<>();
  private final ReentrantLock writing = new ReentrantLock();
  private final long started = System.nanoTime();
  private long told = started;
  private int done;
  private int unfinished;

  SweepRun(Campaign plan, Engine engine, RunFolder folder, Progress progress) {
    this.plan = plan;
    this.engine = engine;
    this.folder = folder;
    this.progress = progress;
    this.points = points(plan);
  }

  /** In the plan's order, the forks of a trial together. */
  static List<Point> points(Campaign plan) {
    var points = new ArrayList<Point>();
    Map<String, Costs> costs = new HashMap<>(); // one for all: a file is read once
    for (Trial trial : plan.trials()) {
      var settings = trial.settings().byName();
      var simulation =
          Simulation.named(
              trial.runtime().name(),
              settings,
              costs.computeIfAbsent(trial.settings().text("costs"), Simulation::costs));
      for (int fork = 0; fork < plan.forks(); fork++) {
        points.add(new Point(trial, fork, simulation));
      }
    }
    return points;
  }

  void run() throws IOException, InterruptedException {
    try (var _ = folder.lock()) {
      refuseAnother();
      var had = recorded();
      var missing = points.stream().filter(point -> !had.contains(point.key())).toList();
      boolean complete = folder.manifest().path("complete").asBoolean(false);
      if (missing.isEmpty() && complete) {
        return;
      }
      engine.prepare();
      var manifest = new RunManifest(folder, plan, engine.name());
      manifest.begin();
      done = points.size() - missing.size();
      tell(points.getFirst().trial().label(), null);
      engine.compute(missing, this::ended);
      folder.sort(points.stream().map(Point::key).toList());
      manifest.end();
    }
  }

  /** Forks of a measured run have the same keys, and another meaning from the second on. */
  private void refuseAnother() {
    if (folder.exists() && !folder.manifest().path("kind").asString("").equals(RunManifest.SWEEP)) {
      throw new InvalidInput(
          "%s is a run that was measured, not a sweep: choose another name"
              .formatted(folder.name()));
    }
  }

  /** A file of costs may have changed since, and the key is its name. */
  private Set<String> recorded() {
    var costs = new HashMap<String, Costs>();
    points.forEach(point -> costs.put(point.trial().key(), point.simulation().costs()));
    var keys = new HashSet<String>();
    folder.each(
        (fork, _) -> {
          var now = costs.get(fork.trialKey());
          if (now != null && !now.toString().equals(fork.notes().get("costs"))) {
            throw new InvalidInput(
                "%s holds points of '%s' with other costs (the file %s has changed): choose another name"
                    .formatted(folder.name(), fork.label(), fork.settings().get("costs")));
          }
          keys.add(fork.key());
        });
    return keys;
  }

  /** Whoever comes while another writes leaves his record to him: many go to the disk at once. */
  private void ended(ForkRecord fork) {
    waiting.add(fork);
    while (!waiting.isEmpty() && writing.tryLock()) {
      try {
        write();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      } finally {
        writing.unlock();
      }
    }
  }

  private void write() throws IOException {
    var forks = new ArrayList<ForkRecord>();
    for (ForkRecord fork; (fork = waiting.poll()) != null; ) {
      forks.add(fork);
    }
    if (forks.isEmpty()) {
      return;
    }
    folder.append(forks);
    for (ForkRecord fork : forks) {
      done++;
      boolean reason = fork.reason() != null && unfinished++ < REASONS;
      if (reason || isTime()) {
        tell(fork.label(), fork);
      }
    }
  }

  private boolean isTime() {
    return done == points.size()
        || done % Math.max(1, points.size() / UPDATES) == 0
        || System.nanoTime() - told > EVERY_NS;
  }

  private void tell(String label, @org.jspecify.annotations.Nullable ForkRecord fork) {
    told = System.nanoTime();
    progress.update(
        new Progress.State(folder.name(), done, points.size(), label, 0, 0, 0, 0, told - started),
        fork);
  }
}
