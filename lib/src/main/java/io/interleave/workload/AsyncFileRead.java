package io.interleave.workload;

import io.interleave.task.Machine;
import io.interleave.task.Worker;
import org.jspecify.annotations.Nullable;

/** {@link FileRead} in its async form: read by the pool of threads that may block. */
public final class AsyncFileRead extends AsyncRun {
  private final FolderOfFiles files;

  /** One round of {@code read}; nothing is written yet. */
  public AsyncFileRead(FileRead read, Machine machine) {
    super(machine, read.tasks(), false);
    files = new FolderOfFiles(read);
  }

  @Override
  protected void beforeTasks(Meter meter) {
    files.write();
  }

  @Override
  protected void afterTasks() {
    files.delete();
  }

  @Override
  Gated task(int i) {
    return new Reader(i);
  }

  private final class Reader extends Gated {
    private final int i;
    private BlockingPool.@Nullable Offloaded offloaded;

    Reader(int i) {
      this.i = i;
    }

    @Override
    boolean works(Worker worker) {
      if (offloaded == null) {
        offloaded = new BlockingPool.Offloaded(() -> files.sumOf(i), this);
        BlockingPool.THREADS.execute(offloaded);
      }
      if (!offloaded.isOver()) {
        return false;
      }
      sum = offloaded.result();
      counted();
      return true;
    }
  }

  @Override
  public boolean underWay() {
    return false; // a file of a GiB takes its time
  }
}
