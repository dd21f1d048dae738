package io.interleave.runtime;

import io.interleave.workload.Round;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.HdrHistogram.Histogram;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The contract's lines out. Each is whole and flushed; any thread may write one. */
final class Lines {
  private static final JsonMapper JSON = JsonMapper.shared();

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
    var line = line("hello").put("contract", 1).put("runtime", runtime);
    line.put("version", version).put("workers", workers);
    var object = line.putObject("notes");
    notes.forEach(object::put);
    write(line);
  }

  void progress(int round, long deliveries) {
    write(line("progress").put("round", round).put("deliveries", deliveries));
  }

  void listening(int round, int port) {
    write(line("listening").put("round", round).put("port", port));
  }

  void round(int index, Round round) {
    var line = line("round").put("index", index).put("answer", "%016x".formatted(round.answer()));
    line.put("deliveries", round.deliveries());
    line.put("elapsed_ns", round.elapsedNs()).put("start_ns", round.startNs());
    line.set("metrics", JSON.valueToTree(round.metrics()));
    var histograms = line.putObject("histograms");
    round.histograms().forEach((name, histogram) -> pairs(histograms.putArray(name), histogram));
    write(line);
  }

  private static void pairs(ArrayNode array, Histogram histogram) {
    for (var value : histogram.recordedValues()) {
      array.addArray().add(value.getValueIteratedTo()).add(value.getCountAtValueIteratedTo());
    }
  }

  void done() {
    write(line("done"));
  }

  void error(String kind, String message) {
    write(line("error").put("kind", kind).put("message", message));
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

  private static ObjectNode line(String type) {
    return JSON.createObjectNode().put("line", type);
  }

  private synchronized void write(ObjectNode line) {
    try {
      out.write((line + "\n").getBytes(StandardCharsets.UTF_8));
      out.flush();
    } catch (IOException e) {
      throw new UncheckedIOException("nobody reads the answer", e);
    }
  }
}
