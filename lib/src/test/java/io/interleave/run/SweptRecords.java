package io.interleave.run;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** What of a sweep's records must be the same each time: all but when and where. */
public final class SweptRecords {
  private SweptRecords() {}

  /** In the file's order. */
  public static List<ForkRecord> withoutTimes(Path folder) {
    return new RunFolder(folder).forks().stream().map(SweptRecords::withoutTimes).toList();
  }

  static ForkRecord withoutTimes(ForkRecord fork) {
    return new ForkRecord(
        fork.key(),
        fork.workload(),
        fork.parameters(),
        fork.runtime(),
        fork.label(),
        fork.settings(),
        fork.warmup(),
        fork.iterations(),
        fork.fork(),
        "",
        fork.outcome(),
        fork.reason(),
        "",
        fork.notes(),
        Map.of(),
        fork.rounds());
  }
}
