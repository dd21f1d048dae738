package io.interleave.workload;

import java.nio.file.Path;
import java.util.stream.Stream;
import tools.jackson.databind.json.JsonMapper;

/** The vectors of the contract: parameters, and the answer that every runtime must give. */
public final class Vectors {
  private Vectors() {}

  /** One of them. */
  public record Vector(ActorMesh mesh, String answer) {
    @Override
    public String toString() {
      return mesh.values().changed() + " → " + answer;
    }
  }

  /** Those of actor-mesh with at most this many messages. */
  public static Stream<Vector> actorMesh(long messages) {
    var file = JsonMapper.shared().readTree(Path.of("lib/native/vectors/actor-mesh.json").toFile());
    return file.valueStream()
        .map(
            vector -> {
              var mesh = new ActorMesh();
              for (var parameter : vector.get("parameters").properties()) {
                mesh = (ActorMesh) mesh.with(parameter.getKey(), parameter.getValue().asString());
              }
              return new Vector(mesh, vector.get("answer").asString());
            })
        .filter(vector -> vector.mesh().deliveries() <= messages);
  }
}
