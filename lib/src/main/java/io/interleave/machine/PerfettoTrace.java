package io.interleave.machine;

import io.interleave.machine.Timeline.Span;
import io.interleave.machine.Timeline.State;
import io.interleave.task.Task;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/**
 * Chrome's trace event format, which Perfetto reads too: the workers are threads of one process,
 * tasks on request those of a second, spans are complete events (X). Times are microseconds, with
 * their nanoseconds as decimals.
 */
final class PerfettoTrace {
  private static final int WORKERS = 1;
  private static final int TASKS = 2;

  private final Timeline timeline;
  private final JsonGenerator json;

  private PerfettoTrace(Timeline timeline, JsonGenerator json) {
    this.timeline = timeline;
    this.json = json;
  }

  static void write(Timeline timeline, List<Task> tasks, Path file) throws IOException {
    try (var out = Files.newOutputStream(file);
        var json = new JsonFactory().createGenerator(ObjectWriteContext.empty(), out)) {
      new PerfettoTrace(timeline, json).write(tasks);
    }
  }

  private void write(List<Task> tasks) {
    json.writeStartObject().writeStringProperty("displayTimeUnit", "ns");
    json.writeObjectPropertyStart("otherData")
        .writeStringProperty("recording", timeline.cost())
        .writeNumberProperty("events left out", timeline.leftOut())
        .writeEndObject();
    json.writeArrayPropertyStart("traceEvents");
    metadata("process_name", WORKERS, 0, "workers");
    for (int w = 0; w < timeline.workers(); w++) {
      // Threads count from 1: the viewers take number 0 for the idle process.
      metadata("thread_name", WORKERS, w + 1, "worker " + w);
      for (var span : timeline.spans(w)) {
        complete(span, WORKERS, w + 1);
      }
    }
    if (!tasks.isEmpty()) {
      metadata("process_name", TASKS, 0, "tasks");
    }
    for (var task : tasks) {
      metadata("thread_name", TASKS, task.number, task.toString());
      for (var span : timeline.spansOf(task.number)) {
        complete(span, TASKS, task.number);
      }
    }
    json.writeEndArray().writeEndObject();
  }

  private void metadata(String kind, int process, int thread, String name) {
    json.writeStartObject().writeStringProperty("ph", "M").writeStringProperty("name", kind);
    json.writeNumberProperty("pid", process).writeNumberProperty("tid", thread);
    json.writeObjectPropertyStart("args").writeStringProperty("name", name).writeEndObject();
    json.writeEndObject();
  }

  private void complete(Span span, int process, int thread) {
    var state = span.state();
    json.writeStartObject().writeStringProperty("ph", "X");
    json.writeStringProperty("name", name(span, process));
    json.writeStringProperty("cat", word(state)).writeStringProperty("cname", colour(state));
    json.writeNumberProperty("pid", process).writeNumberProperty("tid", thread);
    json.writeNumberProperty("ts", BigDecimal.valueOf(span.fromNs(), 3));
    json.writeNumberProperty("dur", BigDecimal.valueOf(span.ns(), 3));
    if (process == TASKS) {
      json.writeObjectPropertyStart("args");
      json.writeNumberProperty("worker", span.worker()).writeEndObject();
    }
    json.writeEndObject();
  }

  private String name(Span span, int process) {
    return process == WORKERS && span.state() == State.RUNNING && span.task() > 0
        ? timeline.nameOf(span.task())
        : word(span.state());
  }

  private static String word(State state) {
    return state.name().toLowerCase(Locale.ROOT);
  }

  /** Colours that chrome://tracing knows by these names; Perfetto chooses its own by the name. */
  private static String colour(State state) {
    return switch (state) {
      case RUNNING -> "thread_state_running";
      case RUNNABLE, SEARCHING -> "thread_state_runnable";
      case PARKED -> "thread_state_sleeping";
    };
  }
}
