package io.interleave.run;

import java.io.IOException;
import java.util.List;
import java.util.function.Consumer;

/** What computes the points of a sweep: the cores of this machine, or those of a cluster. */
public interface Engine {
  /** What it is called in a manifest. */
  String name();

  /**
   * Sees to it that it can begin: before anything is written.
   *
   * @throws io.interleave.workload.InvalidInput when it can't, for a reason of the caller's
   * @throws IOException when what it needs can't be built
   */
  default void prepare() throws IOException, InterruptedException {}

  /**
   * Computes every point once, in whatever order.
   *
   * @param ended takes each record as soon as it is there, on any thread
   * @throws IOException when the engine itself failed: what it had given till then is kept
   * @throws InterruptedException when the waiting thread is interrupted; nothing of it runs on
   */
  void compute(List<Point> points, Consumer<ForkRecord> ended)
      throws IOException, InterruptedException;
}
