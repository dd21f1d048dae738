package io.interleave.runtime;

import io.interleave.workload.Round;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.function.Consumer;
import org.HdrHistogram.Histogram;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/**
 * The contract's lines out. Each is whole and flushed; any thread may write one. They are written
 * as {@link Request} is read.
 */
final class Lines {
  private static final JsonFactory JSON = new JsonFactory();

  private static final byte[] HEAP_IS_FULL =
      """
      {"line":"error","kind":"failed","message":"java.lang.OutOfMemoryError: the heap is full"}
      """
          .getBytes(StandardCharsets.UTF_8);

  private final OutputStream out;

  Lines(OutputStream out) {
    this.out = out;
  }

  void hello(String runtime, String version, int workers, Map<String, String> notes) {
    write(
        "hello",
        line -> {
          line.writeNumberProperty("contract", 1).writeStringProperty("runtime", runtime);
          line.writeStringProperty("version", version).writeNumberProperty("workers", workers);
          line.writeObjectPropertyStart("notes");
          notes.forEach(line::writeStringProperty);
          line.writeEndObject();
        });
  }

  void progress(int round, long deliveries) {
    write(
        "progress",
        line ->
            line.writeNumberProperty("round", round).writeNumberProperty("deliveries", deliveries));
  }

  void listening(int round, int port) {
    write(
        "listening",
        line -> line.writeNumberProperty("round", round).writeNumberProperty("port", port));
  }

  void round(int index, Round round) {
    write(
        "round",
        line -> {
          line.writeNumberProperty("index", index);
          line.writeStringProperty("answer", "%016x".formatted(round.answer()));
          line.writeNumberProperty("deliveries", round.deliveries());
          line.writeNumberProperty("elapsed_ns", round.elapsedNs());
          line.writeNumberProperty("start_ns", round.startNs());
          line.writeObjectPropertyStart("metrics");
          round.metrics().forEach((name, value) -> number(line.writeName(name), value));
          line.writeEndObject().writeObjectPropertyStart("histograms");
          round.histograms().forEach((name, h) -> pairs(line.writeName(name), h));
          line.writeEndObject();
        });
  }

  private static void number(JsonGenerator line, Number value) {
    if (value instanceof Long || value instanceof Integer) {
      line.writeNumber(value.longValue());
    } else {
      line.writeNumber(value.doubleValue());
    }
  }

  private static void pairs(JsonGenerator line, Histogram histogram) {
    line.writeStartArray();
    for (var value : histogram.recordedValues()) {
      line.writeStartArray().writeNumber(value.getValueIteratedTo());
      line.writeNumber(value.getCountAtValueIteratedTo()).writeEndArray();
    }
    line.writeEndArray();
  }

  void done() {
    write("done", _ -> {});
  }

  void error(String kind, String message) {
    write(
        "error",
        line -> line.writeStringProperty("kind", kind).writeStringProperty("message", message));
  }

  /** An error told without allocating: when the heap is too full even for {@link #error}. */
  void heapIsFull() {
    try {
      out.write(HEAP_IS_FULL);
      out.flush();
    } catch (IOException nobodyReads) {
      // The exit status tells.
    }
  }

  private void write(String type, Consumer<JsonGenerator> fields) {
    var bytes = new ByteArrayOutputStream();
    try (var line = JSON.createGenerator(ObjectWriteContext.empty(), bytes)) {
      line.writeStartObject().writeStringProperty("line", type);
      fields.accept(line);
      line.writeEndObject();
    }
    bytes.write('\n');
    write(bytes);
  }

  private synchronized void write(ByteArrayOutputStream line) {
    try {
      line.writeTo(out);
      out.flush();
    } catch (IOException e) {
      throw new UncheckedIOException("nobody reads the answer", e);
    }
  }
}
