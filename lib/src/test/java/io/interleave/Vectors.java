package io.interleave;

import io.interleave.runtime.Home;
import io.interleave.workload.Workload;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.json.JsonMapper;

/** The vectors beside the contract, as every test reads them. */
public final class Vectors {
  private Vectors() {}

  /** A workload with parameters, and the answer it must give. */
  public record Vector(Workload workload, String answer) {
    @Override
    public String toString() {
      return workload.values().changed();
    }
  }

  public static List<Vector> ofActorMesh() {
    var vectors = new ArrayList<Vector>();
    var file = Home.find().natives().resolve("vectors/actor-mesh.json");
    for (var json : JsonMapper.shared().readTree(file)) {
      Workload workload = Workload.CATALOG.named("actor-mesh");
      for (var parameter : json.get("parameters").properties()) {
        workload = workload.with(parameter.getKey(), parameter.getValue().asString());
      }
      vectors.add(new Vector(workload, json.get("answer").asString()));
    }
    return vectors;
  }
}
