package io.interleave.workload;

import io.interleave.task.StackfulTask;
import java.nio.file.Files;
import org.jspecify.annotations.Nullable;

/**
 * {@link FileRead} in its blocking form: {@link Files#readAllBytes}, called by the task itself
 * where a task is a thread, else by the pool of threads that may block.
 */
public final class BlockingFileRead extends BlockingRun {
  private final FolderOfFiles files;
  private final boolean offloads;

  /** One round of {@code read}; nothing is written yet. */
  public BlockingFileRead(FileRead read, Threads threads) {
    super(threads, read.tasks(), false);
    files = new FolderOfFiles(read);
    offloads = threads instanceof StackfulThreads;
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
    return new Gated() {
      @Override
      void work(@Nullable StackfulTask<?> self) throws InterruptedException {
        sum = offloads ? threads.offload(() -> files.sumOf(i), self) : files.sumOf(i);
        counted();
      }
    };
  }

  @Override
  public boolean underWay() {
    return false; // a file of a GiB takes its time
  }
}
