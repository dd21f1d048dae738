package io.interleave.run;

import io.interleave.runtime.Home;
import io.interleave.runtime.SparkModule;
import io.interleave.workload.InvalidInput;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/**
 * Apache Spark, which computes the points on this machine or on a cluster, and those of a worker
 * that is lost on another. Its driver is a child process: points go in, records come out, and
 * whoever sweeps writes them, as with any other engine.
 */
public final class SparkEngine implements Engine {
  private static final Pattern LOCAL = Pattern.compile("local(\\[(\\*|[1-9]\\d{0,3})])?");
  private static final Pattern STANDALONE =
      Pattern.compile("spark://[^\\s,:/]+:\\d{1,5}(,[^\\s,:/]+:\\d{1,5})*");
  private static final int ANSWERS_MS = 5_000;
  private static final int SPELLED_AT_ONCE = 1_000; // points that the stream may refer back to

  private final String master;
  private final Map<String, String> settings;
  private final SparkModule module;

  /**
   * An engine; nothing is started yet.
   *
   * @param home the project, whose module lib/spark is used
   * @param master {@code local[*]}, {@code local[n]} or {@code spark://host:port}
   * @param settings Spark's own, by their names: {@code spark.executor.memory}
   * @throws InvalidInput when the master or a setting can't be right
   */
  public SparkEngine(Home home, String master, Map<String, String> settings) {
    if (!LOCAL.matcher(master).matches() && !STANDALONE.matcher(master).matches()) {
      throw new InvalidInput(
          "'%s' is no Spark master: expected local[*], local[n] or spark://host:port"
              .formatted(master));
    }
    for (String name : settings.keySet()) {
      if (!name.startsWith("spark.")) {
        throw new InvalidInput(
            "'%s' is no setting of Spark: expected spark.<name>, such as spark.executor.memory"
                .formatted(name));
      }
    }
    this.master = master;
    this.settings = Map.copyOf(settings);
    module = new SparkModule(home);
  }

  @Override
  public String name() {
    return "spark " + master;
  }

  /** Whether its module was built before: the first time fetches Spark. */
  public boolean isBuilt() {
    return module.isBuilt();
  }

  @Override
  public void prepare() throws IOException, InterruptedException {
    answers();
    module.prepare();
  }

  @Override
  public void compute(List<Point> points, Consumer<ForkRecord> ended)
      throws IOException, InterruptedException {
    if (points.isEmpty()) {
      return;
    }
    Path log = module.folder().resolve("driver-%d.log".formatted(ProcessHandle.current().pid()));
    Process driver =
        new ProcessBuilder(module.command(all()))
            .directory(module.folder().toFile())
            .redirectError(log.toFile())
            .start();
    var listening = new FutureTask<>(() -> listen(driver, ended));
    try {
      Thread.ofPlatform().name("spark-records").daemon().start(listening);
      tell(driver, points);
      String failure = listening.get();
      if (!failure.isEmpty()) {
        throw new IOException("Spark gave up: %s; see %s".formatted(failure, log));
      }
      Files.deleteIfExists(log); // it is for failures
    } catch (ExecutionException e) {
      if (e.getCause() instanceof IOException broken) {
        throw new IOException("Spark's driver ended before it was done; see " + log, broken);
      }
      throw e.getCause() instanceof RuntimeException ours
          ? ours
          : new IllegalStateException(e.getCause());
    } finally {
      end(driver);
    }
  }

  /** Spark itself would try for a minute, and say so in its log only. */
  private void answers() {
    if (!master.startsWith("spark://")) {
      return;
    }
    for (String place : master.substring("spark://".length()).split(",")) {
      String[] parts = place.split(":");
      try (var socket = new Socket()) {
        socket.connect(new InetSocketAddress(parts[0], Integer.parseInt(parts[1])), ANSWERS_MS);
        return;
      } catch (IOException | IllegalArgumentException e) {
        // The next one, if there is one.
      }
    }
    throw new InvalidInput("no Spark master answers at " + master);
  }

  private Map<String, String> all() throws IOException {
    var all = new LinkedHashMap<String, String>();
    all.put("spark.app.name", "Interleave sweep");
    all.put("spark.ui.enabled", "false");
    all.put("spark.ui.showConsoleProgress", "false");
    if (master.startsWith("local")) {
      all.put("spark.driver.host", "127.0.0.1");
      all.put("spark.driver.bindAddress", "127.0.0.1");
    } else {
      all.put("spark.jars", module.jars());
    }
    all.putAll(settings);
    all.put("spark.master", master);
    return all;
  }

  /** Its standard input stays open: that it ends means that nobody waits any more. */
  private static void tell(Process driver, List<Point> points) throws IOException {
    try {
      var out = new ObjectOutputStream(new BufferedOutputStream(driver.getOutputStream()));
      for (int i = 0; i < points.size(); i++) {
        out.writeObject(points.get(i).spelled());
        if (i % SPELLED_AT_ONCE == 0) {
          out.reset();
        }
      }
      out.writeObject("");
      out.flush();
    } catch (IOException e) {
      // It ended before it had read them all: whoever listens knows more.
    }
  }

  /** Takes records until the text that says how it ended. */
  private static String listen(Process driver, Consumer<ForkRecord> ended)
      throws IOException, ClassNotFoundException {
    try (var in = new ObjectInputStream(new BufferedInputStream(driver.getInputStream()))) {
      while (true) {
        switch (in.readObject()) {
          case ForkRecord fork -> ended.accept(fork);
          case String failure -> {
            return failure;
          }
          case Object other -> throw new IOException("unexpected: " + other.getClass());
        }
      }
    }
  }

  /** An orderly end first, in which it clears its folders and its executors away. */
  private static void end(Process driver) {
    boolean interrupted = Thread.interrupted();
    try {
      driver.getOutputStream().close();
      driver.waitFor(10, TimeUnit.SECONDS);
    } catch (IOException e) {
      // It is gone already.
    } catch (InterruptedException e) {
      interrupted = true;
    } finally {
      driver.destroyForcibly();
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
