package io.interleave.runtime;

import io.interleave.workload.InvalidInput;
import io.interleave.workload.Workload;
import java.util.LinkedHashMap;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The contract's one line in.
 *
 * @param workload with its parameters
 * @param warmup rounds that come first
 * @param iterations timed rounds
 * @param settings of the runtime, as text
 */
record Request(Workload workload, int warmup, int iterations, Map<String, String> settings) {
  /**
   * Reads it.
   *
   * @throws InvalidInput when it can't be understood
   */
  static Request parse(String line) {
    var json = tree(line);
    if (json.path("contract").asInt(0) != 1) {
      throw new InvalidInput(
          "contract %s: this program speaks contract 1".formatted(json.path("contract")));
    }
    var workload = Workload.ofName(json.path("workload").asString(""));
    for (var parameter : texts(json.path("parameters")).entrySet()) {
      workload = workload.with(parameter.getKey(), parameter.getValue());
    }
    workload.check();
    return new Request(
        workload,
        count(json, "warmup", 0),
        count(json, "iterations", 1),
        Map.copyOf(texts(json.path("settings"))));
  }

  private static JsonNode tree(String line) {
    try {
      return JsonMapper.shared().readTree(line);
    } catch (JacksonException e) {
      throw new InvalidInput("the request is no JSON: " + e.getOriginalMessage());
    }
  }

  private static int count(JsonNode json, String name, int least) {
    int value = json.path(name).asInt(-1);
    if (value < least) {
      throw new InvalidInput("%s: expected a whole number from %d".formatted(name, least));
    }
    return value;
  }

  private static Map<String, String> texts(JsonNode object) {
    var texts = new LinkedHashMap<String, String>();
    object.properties().forEach(p -> texts.put(p.getKey(), p.getValue().asString("")));
    return texts;
  }
}
