package io.interleave.spark;

import io.interleave.run.ForkRecord;
import java.io.IOException;
import java.io.ObjectOutputStream;
import java.io.UncheckedIOException;
import java.util.List;

/** What goes back to the one who sweeps. */
final class Records implements AutoCloseable {
  private final ObjectOutputStream out;

  Records(ObjectOutputStream out) {
    this.out = out;
  }

  /** These are there. */
  synchronized void add(List<ForkRecord> records) {
    try {
      for (ForkRecord record : records) {
        out.writeObject(record);
      }
      out.reset(); // else it would keep each for ever
      out.flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** No more are to come, for this reason; whether there is none. */
  synchronized boolean end(String failure) throws IOException {
    out.writeObject(failure);
    out.flush();
    return failure.isEmpty();
  }

  @Override
  public void close() throws IOException {
    out.close();
  }
}
