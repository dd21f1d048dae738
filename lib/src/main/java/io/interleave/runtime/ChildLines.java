package io.interleave.runtime;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The lines of a child's standard output, bounded: a child that prints without end fills neither
 * memory nor disk. Its standard error is read beside, and the last lines are kept for the message.
 */
public final class ChildLines {
  private static final int LONGEST_LINE = 4 << 20;
  private static final long LONGEST_OUTPUT = 256L << 20;
  private static final int LAST_ERRORS = 8;
  private static final String END = new String("end"); // compared by identity

  private final BlockingQueue<String> lines = new ArrayBlockingQueue<>(256);
  private final Deque<String> errors = new ArrayDeque<>();
  private final Thread errorReader;
  private volatile boolean ended;
  private volatile @Nullable String flood;

  /** Reads both from now on, on threads of its own, until they end. */
  public ChildLines(Process process) {
    Thread.ofPlatform()
        .daemon()
        .name("output of " + process.pid())
        .start(() -> readLines(process.getInputStream()));
    errorReader =
        Thread.ofPlatform()
            .daemon()
            .name("errors of " + process.pid())
            .start(() -> readErrors(process.getErrorStream()));
  }

  private void readLines(InputStream in) {
    try {
      var line = new ByteArrayOutputStream();
      var buffer = new byte[1 << 16];
      long total = 0;
      for (int n = in.read(buffer); n >= 0 && flood == null; n = in.read(buffer)) {
        total += n;
        for (int i = 0; i < n; i++) {
          if (buffer[i] == '\n') {
            lines.put(line.toString(StandardCharsets.UTF_8));
            line.reset();
          } else {
            line.write(buffer[i]);
          }
        }
        if (line.size() > LONGEST_LINE || total > LONGEST_OUTPUT) {
          flood =
              line.size() > LONGEST_LINE
                  ? "flooded its output: a line of more than %d MiB".formatted(LONGEST_LINE >> 20)
                  : "flooded its output: more than %d MiB".formatted(LONGEST_OUTPUT >> 20);
        }
      }
      if (line.size() > 0 && flood == null) {
        lines.put(line.toString(StandardCharsets.UTF_8));
      }
    } catch (IOException e) {
      // The child was killed while we read: that is the end.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      ended = true;
      boolean _ = lines.offer(END); // wakes a waiting reader; a full queue has none
    }
  }

  private void readErrors(InputStream in) {
    try (var reader = new java.io.InputStreamReader(in, StandardCharsets.UTF_8)) {
      var line = new StringBuilder();
      for (int c = reader.read(); c >= 0; c = reader.read()) {
        if (c == '\n') {
          keep(line.toString());
          line.setLength(0);
        } else if (line.length() < 300) {
          line.append((char) c);
        }
      }
      keep(line.toString());
    } catch (IOException e) {
      // As above.
    }
  }

  private void keep(String line) {
    synchronized (errors) {
      if (!line.isBlank()) {
        errors.addLast(line.strip());
      }
      if (errors.size() > LAST_ERRORS) {
        errors.removeFirst();
      }
    }
  }

  /** The next line, or null when none came in time or there are no more. */
  public @Nullable String next(Duration wait) throws InterruptedException {
    if (ended && lines.isEmpty()) {
      return null;
    }
    String line = lines.poll(Math.max(1, wait.toNanos()), TimeUnit.NANOSECONDS);
    return line == END ? null : line;
  }

  /** Whether there are no more lines. */
  public boolean ended() {
    return ended && lines.isEmpty();
  }

  /** What was too much, if anything was. */
  public Optional<String> flood() {
    return Optional.ofNullable(flood);
  }

  /** The last lines of its standard error, for a message; empty when there were none. */
  public String lastErrors() {
    try {
      errorReader.join(200);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    synchronized (errors) {
      return errors.isEmpty() ? "" : "; its last words: " + String.join(" | ", errors);
    }
  }
}
