package io.interleave.runtime;

import io.interleave.machine.Deadlock;
import io.interleave.workload.Execution;
import io.interleave.workload.InvalidInput;
import io.interleave.workload.Meter;
import io.interleave.workload.Round;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The main of a forked JVM: speaks the contract on standard input and output for the runtime that
 * its first argument names. A second one is the class of its {@link Program}, where that stands
 * outside this library.
 *
 * <p>It ends by {@code halt}, never by waiting: whatever the tasks are stuck in, the process goes.
 */
public final class ForkMain {
  private static final int FAILED = 1;
  private static final int REFUSED = 2;
  private static final int CANCELLED = 130;
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private final String runtime;
  private final @Nullable String type;
  private final Lines lines;

  private ForkMain(String[] args, Lines lines) {
    this.runtime = args.length == 0 ? "" : args[0];
    this.type = args.length < 2 ? null : args[1];
    this.lines = lines;
  }

  /**
   * Reads one request, answers it, and halts: 0 when done, 1 for a failure or a deadlock, 2 when
   * refused, 130 when standard input ends.
   */
  public static void main(String[] args) {
    var lines = new Lines(new FileOutputStream(FileDescriptor.out));
    System.setOut(System.err); // standard output carries the contract's lines and nothing else
    var input = new BufferedInputStream(System.in);
    var request = readLine(input);
    if (request == null) {
      halt(CANCELLED);
      return;
    }
    Thread.ofPlatform().name("cancellation").daemon().start(() -> haltAtEnd(input));
    halt(statusOf(new ForkMain(args, lines), request, lines));
  }

  private static int statusOf(ForkMain fork, String request, Lines lines) {
    try {
      return fork.serve(request);
    } catch (Throwable e) {
      failed(e, lines);
      return FAILED;
    }
  }

  /** Tells why it failed, even when the heap is full. */
  private static void failed(Throwable e, Lines lines) {
    try {
      lines.error("failed", sentence(e));
    } catch (OutOfMemoryError again) {
      lines.heapIsFull();
    } catch (UncheckedIOException nobodyReads) {
      return; // the exit status tells
    }
    try {
      e.printStackTrace();
    } catch (OutOfMemoryError again) {
      // The line was said.
    }
  }

  private static @Nullable String readLine(InputStream input) {
    var line = new ByteArrayOutputStream();
    try {
      for (int b = input.read(); b != '\n'; b = input.read()) {
        if (b < 0) {
          return null;
        }
        line.write(b);
      }
    } catch (IOException e) {
      return null;
    }
    return line.toString(StandardCharsets.UTF_8);
  }

  /** Allocates nothing: the end of standard input counts with a full heap too. */
  private static void haltAtEnd(InputStream input) {
    try {
      while (input.read() >= 0) {
        // Nothing more is expected.
      }
    } catch (IOException e) {
      // Cannot be read any more: the same as its end.
    }
    halt(CANCELLED);
  }

  private static void halt(int status) {
    Runtime.getRuntime().halt(status);
  }

  /** Returns the exit status. */
  private int serve(String line) throws InterruptedException {
    try {
      var request = Request.parse(line);
      var program = program(request.settings());
      program.execution(request.workload()); // refuses before anything is measured
      lines.hello(runtime, program.version(), program.workers(), notes(program));
      for (int round = 0; round < request.warmup() + request.iterations(); round++) {
        System.gc();
        lines.round(round, run(round, program.execution(request.workload()), program.meter()));
      }
      lines.done();
      return 0;
    } catch (InvalidInput e) {
      lines.error("refused", sentence(e));
      return REFUSED;
    }
  }

  private Program program(Map<String, String> settings) {
    return type == null ? Program.named(runtime, settings) : Program.ofClass(type, settings);
  }

  private Round run(int round, Execution execution, Meter meter) throws InterruptedException {
    execution.whenListening(port -> lines.listening(round, port));
    try (var watch =
        new Watch(execution, PATIENCE, n -> lines.progress(round, n), this::deadlock)) {
      return execution.run(meter);
    } catch (Deadlock e) {
      deadlock(
          "%s: %,d of %,d tokens were retired"
              .formatted(e.getMessage(), execution.finished(), execution.goal()));
      throw e;
    }
  }

  private void deadlock(String sentence) {
    lines.error("deadlock", sentence);
    halt(FAILED);
  }

  private static Map<String, String> notes(Program program) {
    var notes = new LinkedHashMap<String, String>();
    notes.put("clock", "System.nanoTime, %.0f ns a read".formatted(clockReadNs()));
    notes.put("collector", Collectors.note());
    notes.put("pauses", Collectors.pauseNote());
    notes.put("allocator", "the JVM's thread-local buffers");
    notes.put(
        "compiled",
        "deep-stack's frame is called 100,000 times before the first round; what is to be a call is not inlined");
    notes.putAll(program.notes());
    return notes;
  }

  /** The least of a few means: the first ones run in the interpreter. */
  private static double clockReadNs() {
    double least = Double.MAX_VALUE;
    for (int i = 0; i < 20; i++) {
      int reads = 10_000;
      long before = System.nanoTime();
      for (int r = 1; r < reads; r++) {
        System.nanoTime();
      }
      least = Math.min(least, (System.nanoTime() - before) / (double) reads);
    }
    return least;
  }

  private static String sentence(Throwable e) {
    var reason = e instanceof Execution.Aborted && e.getCause() != null ? e.getCause() : e;
    var message = reason.getMessage();
    return reason instanceof InvalidInput && message != null ? message : reason.toString();
  }
}
