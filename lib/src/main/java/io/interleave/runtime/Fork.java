package io.interleave.runtime;

import io.interleave.workload.Values;
import io.interleave.workload.Workload;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * One fresh process: starts it, sends the request, reads its lines until it is done, and ends it
 * whatever happens. Nothing that a child does (crash, hang, garbage, a flood) is an exception here:
 * it is a result with its reason.
 *
 * @param runtime what to start
 * @param workload what it is to run
 * @param settings the runtime's own settings
 * @param warmup rounds to discard
 * @param iterations rounds to time
 * @param limits how long to wait for what
 */
public record Fork(
    TaskRuntime runtime,
    Workload workload,
    Values settings,
    int warmup,
    int iterations,
    Limits limits) {

  /**
   * How long a fork may be silent, and how long it may take.
   *
   * @param hello until its first line
   * @param silence between two lines; a program owes one a second
   * @param whole from its start to its end
   */
  public record Limits(Duration hello, Duration silence, Duration whole) {
    /** Generous ones, for a machine under load: a minute, a minute, and 30 minutes. */
    public static final Limits DEFAULT =
        new Limits(Duration.ofMinutes(1), Duration.ofMinutes(1), Duration.ofMinutes(30));
  }

  /** Hears what a running fork says of its progress. */
  @FunctionalInterface
  public interface Listener {
    /** Round {@code round} (from 0, warm-up included) has made about {@code deliveries}. */
    void progress(int round, long deliveries);
  }

  /**
   * Runs it to its end.
   *
   * @throws InterruptedException when the waiting thread is interrupted; the process is gone by
   *     then
   * @throws IOException when the process can't be started at all
   */
  public ForkResult run(Listener listener) throws IOException, InterruptedException {
    long started = System.nanoTime();
    var builder =
        new ProcessBuilder(runtime.command(settings)).directory(runtime.folder().toFile());
    builder.environment().putAll(runtime.environment(settings));
    Process process = builder.start();
    try (var meter = new UsageMeter(process.pid());
        var conversation = new Conversation(workload, listener, meter)) {
      var lines = new ChildLines(process);
      String failure = send(process);
      if (failure == null) {
        failure = listen(lines, conversation, started, process);
      }
      meter.look();
      return new ForkResult(
          conversation.version(),
          conversation.notes(),
          List.copyOf(conversation.rounds()),
          failure,
          System.nanoTime() - started,
          meter.usage());
    } finally {
      end(process);
    }
  }

  private @Nullable String send(Process process) throws InterruptedException {
    try {
      ask(process);
      return null;
    } catch (IOException e) {
      process.waitFor(1, TimeUnit.SECONDS);
      return "closed its input before reading the request" + exit(process);
    }
  }

  /** Sends a program its request. */
  void ask(Process process) throws IOException {
    var request = new LinkedHashMap<String, Object>();
    request.put("contract", 1);
    request.put("workload", workload.name());
    request.put("warmup", warmup);
    request.put("iterations", iterations);
    request.put("parameters", workload.values().json());
    request.put("settings", settings.json());
    String line = JsonMapper.shared().writeValueAsString(request) + "\n";
    var out = process.getOutputStream();
    out.write(line.getBytes(StandardCharsets.UTF_8));
    out.flush(); // and stays open: its end would cancel the run
  }

  private @Nullable String listen(
      ChildLines lines, Conversation conversation, long started, Process process)
      throws InterruptedException {
    while (true) {
      Duration wait = conversation.greeted() ? limits.silence() : limits.hello();
      Duration left = limits.whole().minusNanos(System.nanoTime() - started);
      if (left.isNegative()) {
        return "took longer than " + seconds(limits.whole());
      }
      String line = lines.next(wait.compareTo(left) < 0 ? wait : left);
      if (line == null) {
        if (lines.ended()) {
          return early(process, lines);
        }
        if (wait.compareTo(left) < 0) {
          return "said nothing for " + seconds(wait) + lines.lastErrors();
        }
        continue;
      }
      try {
        if (conversation.hear(line)) {
          return missing(conversation);
        }
      } catch (Conversation.Broken e) {
        return e.getMessage() + (e.itsOwnWords() ? "" : lines.lastErrors());
      }
    }
  }

  /** Done, but were all rounds there? */
  private @Nullable String missing(Conversation conversation) {
    int rounds = conversation.rounds().size();
    return rounds == warmup + iterations
        ? null
        : "said it was done after %d of %d rounds".formatted(rounds, warmup + iterations);
  }

  private static String early(Process process, ChildLines lines) throws InterruptedException {
    process.waitFor(2, TimeUnit.SECONDS);
    return lines
        .flood()
        .orElseGet(() -> "ended before it was done" + exit(process) + lines.lastErrors());
  }

  private static String exit(Process process) {
    if (process.isAlive()) {
      return "";
    }
    int status = process.exitValue();
    return status > 128
        ? " (killed by signal %d)".formatted(status - 128)
        : " (exit status %d)".formatted(status);
  }

  private static String seconds(Duration duration) {
    double seconds = duration.toMillis() / 1e3;
    return (seconds == Math.rint(seconds)
            ? Long.toString((long) seconds)
            : Double.toString(seconds))
        + " s";
  }

  /**
   * A well-behaved child ends by itself when its input ends; the others are killed, with all they
   * started.
   */
  private static void end(Process process) {
    var family = new ArrayList<>(process.descendants().toList());
    try {
      process.getOutputStream().close();
    } catch (IOException e) {
      // It is gone already.
    }
    try {
      if (Thread.currentThread().isInterrupted() || !process.waitFor(500, TimeUnit.MILLISECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
    family.forEach(ProcessHandle::destroyForcibly);
  }
}
