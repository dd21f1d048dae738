package io.interleave.runtime;

import io.interleave.workload.InvalidInput;
import io.interleave.workload.Parameter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A native program's folder, as its {@code runtime.json} describes it; the fields are explained in
 * lib/native/CONTRACT.md.
 *
 * @param folder where the manifest stands
 * @param name the runtime's name
 * @param title what it is, in a few words
 * @param version the command that prints the toolchain's version
 * @param install how to get the toolchain
 * @param inputs what a build depends on, relative to the folder
 * @param build the command that builds; empty when there is nothing to build
 * @param run the command that starts a fork; a setting's name in braces stands for its value
 * @param workloads the workloads it runs
 * @param settings what can be set on it
 * @param variables the environment variable that carries a setting, for those that have one: its
 *     name, or {@code NAME=text} where the variable says it in other words
 * @param limits the greatest value of a workload's parameter, with the reason
 * @param notApplicable {@code name=value} of what can't be expressed, with the reason; several with
 *     blanks between are refused together only
 * @param taskBytes bytes that a task takes, by the workload's name, where they are known
 */
record Manifest(
    Path folder,
    String name,
    String title,
    List<String> version,
    String install,
    List<String> inputs,
    List<String> build,
    List<String> run,
    List<String> workloads,
    List<Parameter> settings,
    Map<String, String> variables,
    Map<String, Limit> limits,
    Map<String, String> notApplicable,
    Map<String, Long> taskBytes) {

  record Limit(long max, String because) {}

  /**
   * Reads a manifest.
   *
   * @throws InvalidInput when it is not one, naming the file
   */
  static Manifest read(Path file) {
    try {
      JsonNode json = JsonMapper.shared().readTree(file);
      var settings = new ArrayList<Parameter>();
      var variables = new LinkedHashMap<String, String>();
      for (var setting : json.path("settings").properties()) {
        settings.add(setting(setting.getKey(), setting.getValue()));
        if (setting.getValue().has("env")) {
          variables.put(setting.getKey(), setting.getValue().get("env").asString());
        }
      }
      var limits = new LinkedHashMap<String, Limit>();
      for (var limit : json.path("limits").properties()) {
        limits.put(
            limit.getKey(),
            new Limit(
                required(limit.getValue(), "max").asLong(), text(limit.getValue(), "because")));
      }
      var notApplicable = new LinkedHashMap<String, String>();
      json.path("not_applicable")
          .properties()
          .forEach(e -> notApplicable.put(e.getKey(), e.getValue().asString()));
      var taskBytes = new LinkedHashMap<String, Long>();
      json.path("task_bytes")
          .properties()
          .forEach(e -> taskBytes.put(e.getKey(), e.getValue().asLong()));
      return new Manifest(
          file.toAbsolutePath().normalize().resolveSibling(""),
          text(json, "name"),
          json.path("title").asString(text(json, "name")),
          texts(json, "version"),
          json.path("install").asString(""),
          texts(json, "inputs"),
          texts(json, "build"),
          texts(json, "run"),
          texts(json, "workloads"),
          settings,
          variables,
          limits,
          notApplicable,
          taskBytes);
    } catch (JacksonException | IllegalArgumentException e) {
      throw new InvalidInput(
          file + ": " + String.valueOf(e.getMessage()).lines().findFirst().orElse(""));
    }
  }

  private static Parameter setting(String name, JsonNode json) {
    String about = json.path("about").asString("");
    String byDefault = required(json, "default").asString();
    var parameter =
        json.has("values")
            ? Parameter.choice(name, texts(json, "values"), about)
            : Parameter.integer(
                name, 0, required(json, "min").asLong(), required(json, "max").asLong(), about);
    return parameter.byDefault(byDefault);
  }

  private static JsonNode required(JsonNode json, String field) {
    if (!json.hasNonNull(field)) {
      throw new InvalidInput("'" + field + "' is missing");
    }
    return json.get(field);
  }

  private static String text(JsonNode json, String field) {
    return required(json, field).asString();
  }

  private static List<String> texts(JsonNode json, String field) {
    var texts = new ArrayList<String>();
    json.path(field).forEach(e -> texts.add(e.asString()));
    return List.copyOf(texts);
  }
}
