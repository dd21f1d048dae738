package io.interleave;

import io.interleave.runtime.Home;
import io.interleave.workload.Workload;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import tools.jackson.databind.json.JsonMapper;

/** The vectors beside the contract, as every test reads them. */
public final class Vectors {
  private Vectors() {}

  /** A workload with parameters, and the answer it must give. */
  public record Vector(Workload workload, String answer) {
    @Override
    public String toString() {
      return workload.name() + " " + workload.values().changed();
    }
  }

  public static List<Vector> ofActorMesh() {
    return of("actor-mesh");
  }

  /** Those with at most this many messages. */
  public static Stream<Vector> ofActorMesh(long messages) {
    return ofActorMesh().stream().filter(v -> v.workload().deliveries() <= messages);
  }

  public static List<Vector> ofAll() {
    return Workload.CATALOG.all().stream().flatMap(w -> of(w.name()).stream()).toList();
  }

  public static List<Vector> of(String name) {
    var vectors = new ArrayList<Vector>();
    var file = Home.find().natives().resolve("vectors/" + name + ".json");
    for (var json : JsonMapper.shared().readTree(file)) {
      Workload workload = Workload.ofName(name); // a catalogue would scan the class path each time
      for (var parameter : json.get("parameters").properties()) {
        workload = workload.with(parameter.getKey(), parameter.getValue().asString());
      }
      vectors.add(new Vector(workload, json.get("answer").asString()));
    }
    return vectors;
  }
}
