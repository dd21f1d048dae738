package io.interleave.table;

import io.interleave.run.ForkRecord;
import io.interleave.run.RunFolder;
import io.interleave.workload.InvalidInput;
import java.nio.file.Path;
import java.util.List;
import tech.tablesaw.api.Table;

/** A recorded run, read as tables. Nothing here measures. */
public final class Results {
  private final RunFolder folder;
  private final List<ForkRecord> forks;

  private Results(RunFolder folder) {
    this.folder = folder;
    this.forks = folder.forks();
  }

  /**
   * Opens what was recorded in a folder.
   *
   * @throws InvalidInput when no run was
   */
  public static Results open(RunFolder folder) {
    if (!folder.exists()) {
      throw new InvalidInput("no run in " + folder.path() + ": it has no manifest.json");
    }
    return new Results(folder);
  }

  /** The run's name. */
  public String name() {
    return folder.name();
  }

  /** Where it is recorded. */
  public Path path() {
    return folder.path();
  }

  /** Every fork, in the order they ran. */
  public List<ForkRecord> forks() {
    return forks;
  }

  /** The trials, each with all its forks. */
  public List<Group> groups() {
    return Group.of(forks);
  }

  /**
   * One row a round, with every parameter and figure as a column: for figures and for your own
   * questions.
   */
  public Table samples() {
    return Samples.of(name(), forks);
  }

  /**
   * One row a trial: medians with 95 % intervals (or the range, below 6 forks), ratio to the first.
   */
  public Table summary() {
    return Summary.of(name(), forks);
  }
}
