package io.interleave.jmh;

import io.interleave.machine.Costs;
import io.interleave.run.Host;
import io.interleave.run.Progress;
import io.interleave.workload.InvalidInput;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import tech.tablesaw.api.Row;
import tech.tablesaw.api.Table;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * Measures what things cost on this machine, by micro-benchmarks alone: no workload that is to be
 * predicted is run. What comes of it is a file of {@link Costs}, and in its {@code about} the
 * machine, every score with its interval, and which of them each number was taken from.
 */
public final class Calibration {
  private static final JsonMapper PRETTY =
      JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

  private final Path folder;
  private final Progress progress;
  private boolean quick;

  /**
   * Nothing runs yet.
   *
   * @param folder that the file is put into; made when it is missing
   * @param progress hears how it gets on
   */
  public Calibration(Path folder, Progress progress) {
    this.folder = folder;
    this.progress = progress;
  }

  /** A rough look of half a minute: the numbers are those of one fork each. */
  public Calibration quick() {
    quick = true;
    return this;
  }

  /**
   * Measures, about nine minutes, and writes the file in one step: when it is interrupted there is
   * none.
   *
   * @param name of the file, without {@code .json}, and of the costs
   * @return the file
   * @throws InvalidInput when the name is none for a file, or there is one of this name
   * @throws BenchmarkRun.Failed when a benchmark failed; the message says which, and why
   */
  public Path run(String name) throws InterruptedException {
    Path file = file(name);
    var about = new LinkedHashMap<String, Object>();
    about.put("started", now());
    Host.load().ifPresent(load -> about.put("load_before", load));
    var scores = benchmarks().scores();
    var derivation = new Derivation(scores);
    var light = Probes.light(quick ? 100 : 2_000);
    derivation.light(light);
    derivation.unpark(Probes.unpark(quick ? 500 : 5_000, light.untilNs()));
    derivation.asleepAfter(Probes.asleepAfter(quick ? 500 : 10_000));
    derivation.timer(Probes.timer(quick ? 200 : 2_000));
    Map<String, Long> caches = Caches.read();
    about.put("ended", now());
    about.put("quick", quick);
    about.put("interleave", version());
    about.put("host", Host.fingerprint());
    about.put("caches", caches);
    about.put("sources", derivation.sources());
    about.put("not_measured", Derivation.NOT_MEASURED);
    about.put("benchmarks", rows(scores.table()));
    var costs = new LinkedHashMap<String, Object>();
    costs.put("name", name);
    costs.putAll(derivation.costs());
    costs.putAll(caches);
    costs.put("about", about);
    write(file, PRETTY.writeValueAsString(costs) + "\n");
    return file;
  }

  private Path file(String name) {
    if (!name.matches("[A-Za-z0-9][A-Za-z0-9._-]*") || Costs.PRESETS.containsKey(name)) {
      throw new InvalidInput(
          "'%s' is no name for a calibration: letters, digits, '.', '_' and '-', and no preset's"
              .formatted(name));
    }
    Path file = folder.resolve(name + ".json");
    if (Files.exists(file)) {
      throw new InvalidInput(file + " is there already: choose another name");
    }
    return file;
  }

  private BenchmarkRun benchmarks() {
    var run =
        new BenchmarkRun(Derivation.BENCHMARKS, progress)
            .titled("calibration")
            .vary("policy", "tokio")
            .vary("representation", "stackless")
            .vary("lines", "1000");
    return quick
        ? run.forks(1).warmup(2).iterations(2).milliseconds(100)
        : run.forks(11).warmup(4).iterations(3).milliseconds(150);
  }

  private static List<Map<String, Object>> rows(Table scores) {
    var rows = new ArrayList<Map<String, Object>>();
    for (Row row : scores) {
      var fields = new LinkedHashMap<String, Object>();
      IntStream.range(0, row.columnCount())
          .forEach(i -> fields.put(row.columnNames().get(i), row.getObject(i)));
      rows.add(fields);
    }
    return rows;
  }

  /** A reader sees the whole file or none. */
  private static void write(Path file, String text) {
    try {
      Files.createDirectories(file.toAbsolutePath().getParent());
      Path draft = file.resolveSibling(file.getFileName() + ".new");
      Files.writeString(draft, text);
      Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String now() {
    return Instant.now().truncatedTo(ChronoUnit.SECONDS).toString();
  }

  private static String version() {
    String version = Calibration.class.getPackage().getImplementationVersion();
    return version == null ? "from classes" : version;
  }
}
