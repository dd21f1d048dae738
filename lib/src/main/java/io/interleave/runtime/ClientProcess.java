package io.interleave.runtime;

import io.interleave.workload.Histograms;
import io.interleave.workload.InvalidInput;
import io.interleave.workload.Values;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;

/** The client of one round of io-mix ({@link EchoClient}), as its parent sees it. */
final class ClientProcess implements AutoCloseable {
  private static final long PATIENCE_S = 10;

  private final Process process;

  /** Starts it, against a server on this port of 127.0.0.1. */
  ClientProcess(int port, Values parameters) throws IOException {
    process =
        new ProcessBuilder(
                List.of(
                    System.getProperty("java.home") + "/bin/java",
                    "-XX:+UseSerialGC",
                    "-cp",
                    Classpath.forFork(),
                    EchoClient.class.getName(),
                    Integer.toString(port),
                    parameters.text("connections"),
                    parameters.text("requests"),
                    parameters.text("think"),
                    parameters.text("seed")))
            .start();
  }

  /** Why it failed, if it has. */
  Optional<String> failure() {
    if (process.isAlive() || process.exitValue() == 0) {
      return Optional.empty();
    }
    try (var errors = process.errorReader()) {
      return Optional.of(
          "the client failed: "
              + errors.lines().findFirst().orElse("exit status " + process.exitValue()));
    } catch (IOException e) {
      return Optional.of("the client failed: exit status " + process.exitValue());
    }
  }

  /**
   * What it measured, when the server has had all connections closed.
   *
   * @throws IOException when it failed, or does not end; the message says so
   */
  Histogram latency() throws IOException, InterruptedException {
    if (!process.waitFor(PATIENCE_S, TimeUnit.SECONDS)) {
      throw new IOException("the client did not end in %d s".formatted(PATIENCE_S));
    }
    var failure = failure();
    if (failure.isPresent()) {
      throw new IOException(failure.get());
    }
    try (var printed = process.inputReader()) {
      return Histograms.decode(String.valueOf(printed.readLine()));
    } catch (InvalidInput e) {
      throw new IOException("the client printed " + e.getMessage());
    }
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
