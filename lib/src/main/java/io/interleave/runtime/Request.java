package io.interleave.runtime;

import io.interleave.workload.InvalidInput;
import io.interleave.workload.Workload;
import java.util.LinkedHashMap;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/**
 * The contract's one line in, token by token: to load the library's data binding would take most of
 * a fork's start.
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
    var scalars = new LinkedHashMap<String, String>();
    var objects = new LinkedHashMap<String, Map<String, String>>();
    try (var json = new JsonFactory().createParser(ObjectReadContext.empty(), line)) {
      read(json, scalars, objects);
    } catch (JacksonException e) {
      throw new InvalidInput("the request is no JSON: " + e.getOriginalMessage());
    }
    var contract = scalars.getOrDefault("contract", "");
    if (!contract.equals("1")) {
      throw new InvalidInput("contract %s: this program speaks contract 1".formatted(contract));
    }
    var workload = Workload.ofName(scalars.getOrDefault("workload", ""));
    for (var parameter : objects.getOrDefault("parameters", Map.of()).entrySet()) {
      workload = workload.with(parameter.getKey(), parameter.getValue());
    }
    workload.check();
    return new Request(
        workload,
        count(scalars, "warmup", 0),
        count(scalars, "iterations", 1),
        Map.copyOf(objects.getOrDefault("settings", Map.of())));
  }

  private static void read(
      JsonParser json, Map<String, String> scalars, Map<String, Map<String, String>> objects) {
    if (json.nextToken() != JsonToken.START_OBJECT) {
      throw new InvalidInput("the request is no JSON object");
    }
    while (json.nextToken() == JsonToken.PROPERTY_NAME) {
      String name = json.currentName();
      if (json.nextToken() == JsonToken.START_OBJECT) {
        objects.put(name, texts(json));
      } else {
        scalars.put(name, text(json));
      }
    }
    if (json.nextToken() != null) {
      throw new InvalidInput("the request is more than one JSON object");
    }
  }

  private static Map<String, String> texts(JsonParser json) {
    var texts = new LinkedHashMap<String, String>();
    while (json.nextToken() == JsonToken.PROPERTY_NAME) {
      String name = json.currentName();
      json.nextToken();
      texts.put(name, text(json));
    }
    return texts;
  }

  /** A number or a string as text; what is neither is empty, which no parameter takes. */
  private static String text(JsonParser json) {
    if (json.currentToken().isStructStart()) {
      json.skipChildren();
      return "";
    }
    return json.currentToken() == JsonToken.VALUE_NULL ? "" : json.getString();
  }

  private static int count(Map<String, String> scalars, String name, int least) {
    int value = whole(scalars.getOrDefault(name, ""));
    if (value < least) {
      throw new InvalidInput("%s: expected a whole number from %d".formatted(name, least));
    }
    return value;
  }

  /** Less than any least one when it is none. */
  private static int whole(String text) {
    try {
      return Integer.parseInt(text);
    } catch (NumberFormatException e) {
      return -1;
    }
  }
}
