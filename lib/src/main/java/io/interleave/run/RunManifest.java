package io.interleave.run;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * What a run's manifest says: the plan, the code, the machine, each session's start and end, and
 * the files' checksums.
 */
final class RunManifest {
  /** The kind of run that a sweep is. */
  static final String SWEEP = "sweep";

  private final RunFolder folder;
  private final Campaign campaign;
  private final @Nullable String engine;
  private final Map<String, Object> manifest = new LinkedHashMap<>();
  private final Map<String, Object> session = new LinkedHashMap<>();

  RunManifest(RunFolder folder, Campaign campaign) {
    this(folder, campaign, null);
  }

  /**
   * A run's or a sweep's.
   *
   * @param engine what computes a sweep; null when forks are measured. There may be very many
   *     trials: each is told by its key and its label, and the rest stands in its records.
   */
  RunManifest(RunFolder folder, Campaign campaign, @Nullable String engine) {
    this.folder = folder;
    this.campaign = campaign;
    this.engine = engine;
  }

  /** Written before the first fork, so that even a killed run says what it was. */
  void begin() throws IOException {
    var sessions = new ArrayList<Object>();
    folder
        .manifest()
        .path("sessions")
        .forEach(s -> sessions.add(JsonMapper.shared().convertValue(s, Map.class)));
    session.put("started", now());
    Host.load().ifPresent(load -> session.put("load_before", load));
    git("rev-parse", "HEAD").ifPresent(commit -> session.put("commit", commit));
    git("status", "--porcelain", "--", "lib", "pom.xml")
        .ifPresent(changes -> session.put("dirty", !changes.isEmpty()));
    session.put("host", Host.fingerprint());
    session.put(
        "command", System.getProperty("sun.java.command", "").split(" ")[0].replaceAll(".*/", ""));
    if (engine != null) {
      session.put("engine", engine);
      manifest.put("kind", SWEEP);
    }
    sessions.add(session);
    manifest.put("run", folder.name());
    manifest.put("interleave", version());
    manifest.put("seed", Long.toUnsignedString(campaign.seed()));
    manifest.put("forks", campaign.forks());
    manifest.put("trials", campaign.trials().stream().map(this::trial).toList());
    manifest.put("toolchains", toolchains());
    manifest.put("sessions", sessions);
    manifest.put("complete", false);
    folder.writeManifest(manifest);
  }

  /** Written once all forks are there. */
  void end() throws IOException {
    session.put("ended", now());
    Host.load().ifPresent(load -> session.put("load_after", load));
    manifest.put("complete", true);
    manifest.put("sha256", Map.of("forks.jsonl", folder.checksum()));
    folder.writeManifest(manifest);
  }

  private Map<String, String> toolchains() {
    var toolchains = new LinkedHashMap<String, String>();
    for (Trial trial : campaign.trials()) {
      var availability = trial.runtime().availability();
      toolchains.put(
          trial.runtime().name(), availability.here() ? availability.version() : "missing");
    }
    return toolchains;
  }

  private Map<String, Object> trial(Trial trial) {
    var fields = new LinkedHashMap<String, Object>();
    fields.put("key", trial.key());
    fields.put("label", trial.label());
    if (engine != null) {
      return fields;
    }
    fields.put("workload", trial.workload().name());
    fields.put("parameters", trial.workload().values().json());
    fields.put("settings", trial.settings().json());
    fields.put("warmup", trial.warmup());
    fields.put("iterations", trial.iterations());
    return fields;
  }

  private static String now() {
    return Instant.now().truncatedTo(ChronoUnit.SECONDS).toString();
  }

  private static String version() {
    return Optional.ofNullable(RunManifest.class.getPackage().getImplementationVersion())
        .orElse("from classes");
  }

  /**
   * What git prints of the sources this library was built from; empty where there is no git or no
   * checkout.
   */
  private static Optional<String> git(String... words) {
    try {
      var command = new ArrayList<>(List.of("git"));
      command.addAll(List.of(words));
      Path home = io.interleave.runtime.Home.find().path();
      var process =
          new ProcessBuilder(command)
              .directory(home.toFile())
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      String printed =
          new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
      return process.waitFor(5, TimeUnit.SECONDS) && process.exitValue() == 0
          ? Optional.of(printed)
          : Optional.empty();
    } catch (IOException e) {
      return Optional.empty();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    }
  }
}
