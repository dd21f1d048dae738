package io.interleave.machine;

import io.interleave.task.Worker;

/** A worker's thread, which can be asked whose it is. */
final class WorkerThread extends Thread {
  final Worker worker;

  WorkerThread(Worker worker, Runnable work) {
    super(work, "worker " + worker.index);
    this.worker = worker;
    setDaemon(true);
  }
}
