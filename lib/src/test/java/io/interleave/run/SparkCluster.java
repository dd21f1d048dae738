package io.interleave.run;

import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A standalone cluster on this machine: Spark's own master and workers, from its jars, each a
 * process on a port of its choice. All of them end with whoever started them, in whatever way.
 */
final class SparkCluster implements AutoCloseable {
  private static final Pattern MASTER = Pattern.compile("spark://127\\.0\\.0\\.1:\\d+");
  private static final List<String> ANYWHERE =
      List.of("--host", "127.0.0.1", "--port", "0", "--webui-port", "0");

  private final Path spark;
  private final Path folder;
  private final List<Process> all = new ArrayList<>();
  private final String master;

  /**
   * Starts the master.
   *
   * @param spark with its folder {@code jars}
   * @param folder for logs and the workers' files
   */
  SparkCluster(Path spark, Path folder) throws IOException, InterruptedException {
    this.spark = spark;
    this.folder = Files.createDirectories(folder);
    start("org.apache.spark.deploy.master.Master", ANYWHERE);
    this.master = await(MASTER);
  }

  String master() {
    return master;
  }

  /** What the master has said. */
  String log() throws IOException {
    return Files.readString(folder.resolve("0.log"));
  }

  /** One more worker, with one core. */
  Process worker() throws IOException, InterruptedException {
    var arguments = new ArrayList<>(ANYWHERE);
    arguments.addAll(List.of("--cores", "1", "--memory", "700m"));
    arguments.addAll(List.of("--work-dir", folder.resolve("work" + all.size()).toString()));
    arguments.add(master);
    int before = registered();
    var worker = start("org.apache.spark.deploy.worker.Worker", arguments);
    while (registered() == before && all.stream().allMatch(Process::isAlive)) {
      Thread.sleep(50);
    }
    return worker;
  }

  private int registered() throws IOException {
    return log().split("Registering worker", -1).length;
  }

  private String await(Pattern pattern) throws IOException, InterruptedException {
    long patience = System.nanoTime() + TimeUnit.MINUTES.toNanos(1);
    while (System.nanoTime() < patience && all.getFirst().isAlive()) {
      var found = pattern.matcher(log());
      if (found.find()) {
        return found.group();
      }
      Thread.sleep(50);
    }
    var log = log();
    close();
    throw new IOException("no master: " + log);
  }

  private Process start(String type, List<String> arguments) throws IOException {
    var command = new ArrayList<>(List.of(System.getProperty("java.home") + "/bin/java"));
    command.addAll(List.of("-Xmx256m", "-cp"));
    command.add(spark.resolve("jars") + "/*:" + classes());
    command.addAll(List.of(SparkCluster.class.getName(), type));
    command.addAll(arguments);
    var builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    builder.environment().put("SPARK_HOME", spark.toString());
    builder.environment().put("SPARK_LOCAL_IP", "127.0.0.1");
    builder.environment().put("SPARK_SCALA_VERSION", "2.13"); // its scripts would say it
    builder.redirectOutput(folder.resolve(all.size() + ".log").toFile());
    var process = builder.start();
    all.add(process);
    return process;
  }

  private static String classes() {
    return SparkCluster.class.getProtectionDomain().getCodeSource().getLocation().getPath();
  }

  /** In a process of the cluster: Spark's main, until standard input ends. */
  public static void main(String[] args) throws Exception {
    Thread.ofPlatform()
        .daemon()
        .start(
            () -> {
              try {
                System.in.transferTo(java.io.OutputStream.nullOutputStream());
              } catch (IOException e) {
                // The same as its end.
              }
              Runtime.getRuntime().halt(130);
            });
    Method main = Class.forName(args[0]).getMethod("main", String[].class);
    main.invoke(null, (Object) List.of(args).subList(1, args.length).toArray(String[]::new));
  }

  /** Like a machine whose power fails: the worker, and whatever it runs. */
  static void kill(Process process) {
    Stream.concat(process.descendants(), Stream.of(process.toHandle()))
        .toList()
        .forEach(ProcessHandle::destroyForcibly);
  }

  @Override
  public void close() throws InterruptedException {
    all.reversed().forEach(SparkCluster::kill);
    for (Process process : all) {
      process.waitFor();
    }
  }
}
