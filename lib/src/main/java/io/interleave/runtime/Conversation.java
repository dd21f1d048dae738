package io.interleave.runtime;

import io.interleave.workload.Histograms;
import io.interleave.workload.IoMix;
import io.interleave.workload.Round;
import io.interleave.workload.Workload;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The parent's side of the contract: what a child's lines say, in the order they must come. */
final class Conversation implements AutoCloseable {
  /** What a JVM without a collector prints among the lines, and ends: no program of it can. */
  private static final String EPSILON_IS_FULL = "Terminating due to java.lang.OutOfMemoryError";

  private final Workload workload;
  private final Fork.Listener listener;
  private final UsageMeter meter;
  private final List<Round> rounds = new ArrayList<>();
  private final Map<String, String> notes = new LinkedHashMap<>();
  private String version = "";
  private boolean greeted;
  private @Nullable ClientProcess client; // of the round under way

  Conversation(Workload workload, Fork.Listener listener, UsageMeter meter) {
    this.workload = workload;
    this.listener = listener;
    this.meter = meter;
  }

  /** The child broke the contract, or says itself that it failed. */
  static final class Broken extends Exception {
    private static final long serialVersionUID = 1;
    private final boolean itsOwnWords;

    Broken(String message, boolean itsOwnWords) {
      super(message);
      this.itsOwnWords = itsOwnWords;
    }

    boolean itsOwnWords() {
      return itsOwnWords;
    }
  }

  boolean greeted() {
    return greeted;
  }

  String version() {
    return version;
  }

  Map<String, String> notes() {
    return notes;
  }

  List<Round> rounds() {
    return rounds;
  }

  /** Takes one line; true when the child says it is done. */
  boolean hear(String line) throws Broken, InterruptedException {
    var failure = client == null ? Optional.<String>empty() : client.failure();
    if (failure.isPresent()) {
      throw new Broken(failure.get(), true);
    }
    if (line.startsWith(EPSILON_IS_FULL)) {
      throw new Broken("failed: java.lang.OutOfMemoryError: the heap is full", true);
    }
    try {
      JsonNode json = JsonMapper.shared().readTree(line);
      return hear(json.path("line").asString(""), json);
    } catch (JacksonException | IllegalArgumentException e) {
      throw new Broken("printed what is no line of the contract: " + shortened(line), false);
    }
  }

  private boolean hear(String type, JsonNode json) throws Broken, InterruptedException {
    if (!greeted && !type.equals("hello") && !type.equals("error")) {
      throw new Broken("did not say hello first, but: " + shortened(json.toString()), false);
    }
    switch (type) {
      case "hello" -> hello(json);
      case "progress" ->
          listener.progress(json.path("round").asInt(0), json.path("deliveries").asLong(0));
      case "listening" -> listening(json);
      case "round" -> round(json);
      case "done" -> {
        return true;
      }
      case "error" ->
          throw new Broken("%s: %s".formatted(text(json, "kind"), text(json, "message")), true);
      default ->
          throw new Broken(
              "printed what is no line of the contract: " + shortened(json.toString()), false);
    }
    return false;
  }

  private void hello(JsonNode json) throws Broken {
    if (json.path("contract").asInt(0) != 1) {
      throw new Broken("speaks contract %s, not 1".formatted(json.path("contract")), false);
    }
    greeted = true;
    version = text(json, "version");
    json.path("notes").properties().forEach(e -> notes.put(e.getKey(), e.getValue().asString("")));
    notes.put("workers", json.path("workers").asString(""));
  }

  private void round(JsonNode json) throws Broken, InterruptedException {
    meter.look();
    if (json.path("index").asInt(-1) != rounds.size()) {
      throw new Broken(
          "round %s came after %d others".formatted(json.path("index"), rounds.size()), false);
    }
    var metrics = new LinkedHashMap<String, Number>();
    json.path("metrics")
        .properties()
        .forEach(e -> metrics.put(e.getKey(), e.getValue().asDouble()));
    var histograms = new LinkedHashMap<String, Histogram>();
    json.path("histograms")
        .properties()
        .forEach(e -> histograms.put(e.getKey(), histogram(e.getValue())));
    if (client != null) {
      histograms.put("request", latencyOf(client));
      close();
    }
    rounds.add(
        new Round(
            Long.parseUnsignedLong(text(json, "answer"), 16),
            number(json, "deliveries"),
            number(json, "elapsed_ns"),
            number(json, "start_ns"),
            metrics,
            histograms));
  }

  private void listening(JsonNode json) throws Broken {
    if (!(workload instanceof IoMix) || json.path("round").asInt(-1) != rounds.size()) {
      throw new Broken("listens where nobody is to connect: " + shortened(json.toString()), false);
    }
    close();
    try {
      client = new ClientProcess((int) number(json, "port"), workload.values());
    } catch (IOException e) {
      throw new Broken("the client can't be started: " + e.getMessage(), true);
    }
  }

  private static Histogram latencyOf(ClientProcess client) throws Broken, InterruptedException {
    try {
      return client.latency();
    } catch (IOException e) {
      throw new Broken(String.valueOf(e.getMessage()), true);
    }
  }

  /** Ends the client, if there is one. */
  @Override
  public void close() {
    if (client != null) {
      client.close();
      client = null;
    }
  }

  private static Histogram histogram(JsonNode pairs) {
    var histogram = Histograms.empty();
    for (JsonNode pair : pairs) {
      histogram.recordValueWithCount(
          Math.clamp(pair.get(0).asLong(), 1, Histograms.CEILING_NS), pair.get(1).asLong());
    }
    return histogram;
  }

  private static String text(JsonNode json, String field) {
    if (!json.path(field).isString()) {
      throw new IllegalArgumentException(field);
    }
    return json.path(field).asString();
  }

  private static long number(JsonNode json, String field) {
    if (!json.path(field).isIntegralNumber()) {
      throw new IllegalArgumentException(field);
    }
    return json.path(field).asLong();
  }

  private static String shortened(String line) {
    String printable = line.replaceAll("\\p{Cntrl}", "?");
    return printable.length() <= 120 ? printable : printable.substring(0, 120) + "…";
  }
}
