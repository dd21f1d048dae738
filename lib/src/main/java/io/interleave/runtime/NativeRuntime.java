package io.interleave.runtime;

import io.interleave.workload.Parameter;
import io.interleave.workload.Values;
import io.interleave.workload.Workload;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A program in its own language, in a folder under lib/native with a manifest. */
public final class NativeRuntime implements TaskRuntime {
  private final Manifest manifest;
  private final Build build;
  private @Nullable Availability availability;

  NativeRuntime(Path folder, Home home) {
    manifest = Manifest.read(folder.resolve("runtime.json"));
    build = new Build(manifest, home);
  }

  @Override
  public String name() {
    return manifest.name();
  }

  @Override
  public String title() {
    return manifest.title();
  }

  @Override
  public String kind() {
    return "native";
  }

  @Override
  public synchronized Availability availability() {
    if (availability == null) {
      availability =
          build
              .toolchain()
              .map(Availability::of)
              .orElseGet(
                  () ->
                      Availability.missing(
                          "no " + tool(manifest.version()) + ": " + manifest.install()));
    }
    return availability;
  }

  /** What a command starts: its first word, or what follows {@code env} up to the program. */
  private static String tool(List<String> command) {
    if (!command.getFirst().equals("env")) {
      return command.getFirst();
    }
    long assigned = command.stream().skip(1).takeWhile(word -> word.contains("=")).count();
    return String.join(" ", command.stream().skip(1).limit(assigned + 1).toList());
  }

  @Override
  public List<Parameter> settings() {
    return manifest.settings();
  }

  @Override
  public Optional<String> refusal(Workload workload, Values settings) {
    if (!manifest.workloads().contains(workload.name())) {
      return Optional.of(workload.name() + " is not written for " + name());
    }
    var values = new LinkedHashMap<>(workload.values().byName());
    values.putAll(settings.byName());
    for (var limit : manifest.limits().entrySet()) {
      long asked = limited(workload, limit.getKey());
      long most = limit.getValue().max();
      if (asked > most) {
        return Optional.of(
            "%s is at most %d, not %d: %s"
                .formatted(limit.getKey(), most, asked, limit.getValue().because()));
      }
    }
    return manifest.notApplicable().entrySet().stream()
        .filter(e -> Stream.of(e.getKey().split(" ")).allMatch(set -> holds(set, values)))
        .map(e -> e.getKey() + " is not applicable: " + e.getValue())
        .findFirst()
        .or(() -> OpenFiles.refusal(workload))
        .or(
            () ->
                AvailableMemory.refusal(
                    workload, manifest.taskBytes().getOrDefault(workload.name(), 0L)));
  }

  /** The tasks that there are at once, or a parameter; nothing when the workload has no such. */
  private static long limited(Workload workload, String name) {
    if (name.equals("tasks")) {
      return workload.tasks();
    }
    return workload.values().has(name) ? workload.values().number(name) : 0;
  }

  private static boolean holds(String set, Map<String, String> values) {
    String[] pair = set.split("=", 2);
    return pair.length == 2 && pair[1].equals(values.get(pair[0]));
  }

  @Override
  public void prepare() throws IOException, InterruptedException {
    build.run(availability().version());
  }

  @Override
  public List<String> command(Values settings) {
    return build.expand(
        manifest.run().stream()
            .flatMap(
                word ->
                    word.equals("{collector}")
                        ? JvmRuntime.collector(settings.text("gc")).stream()
                        : Stream.of(filled(word, settings)))
            .toList());
  }

  /** A setting's name in braces is replaced by its value: it may choose among several builds. */
  private static String filled(String word, Values settings) {
    for (var setting : settings.byName().entrySet()) {
      word = word.replace("{" + setting.getKey() + "}", setting.getValue());
    }
    return word;
  }

  @Override
  public Path folder() {
    return manifest.folder();
  }

  @Override
  public Map<String, String> environment(Values settings) {
    var environment = new LinkedHashMap<String, String>();
    for (var p : settings.parameters()) {
      String variable = manifest.variables().get(p.name());
      if (variable != null && !settings.text(p.name()).equals(p.byDefault())) {
        String[] assignment = variable.split("=", 2); // NAME, or NAME=text
        environment.put(
            assignment[0], assignment.length == 2 ? assignment[1] : settings.text(p.name()));
      }
    }
    return environment;
  }
}
