package io.interleave.pekko;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.interleave.workload.ActorMesh;
import io.interleave.workload.InvalidInput;
import io.interleave.workload.Meter;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class PekkoMeshTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "record=off",
        "record=64",
        "mailbox=0 skew=128",
        "payload=64 retain=2 message=fresh",
        "work=2 tail=1",
        "rate=1000000",
        "inFlight=9000" // more tokens than messages
      })
  void everyRoundAnswersRightlyAndTheNextOneToo(String settings) throws InterruptedException {
    var mesh = new ActorMesh().actors(100).messages(8_000).inFlight(50);
    for (String setting : settings.split(" ")) {
      mesh = mesh.with(setting.split("=")[0], setting.split("=")[1]);
    }
    var program = new PekkoProgram(Map.of("workers", "2"));
    for (int i = 0; i < 2; i++) {
      var round = program.execution(mesh).run(Meter.NONE);
      assertEquals(mesh.answer(), round.answer());
      assertEquals(8_000, round.deliveries());
    }
  }

  /**
   * A thousand tokens of one hop, into a mailbox with room for one: the injector blocks the only
   * worker, and no message could be taken if the pool did not make up for it.
   */
  @Test
  void aBlockedSendersThreadIsMadeUpFor() throws InterruptedException {
    var mesh = new ActorMesh().actors(1).messages(1_000).inFlight(1_000).mailbox(1);
    var program = new PekkoProgram(Map.of("workers", "1"));
    assertEquals(mesh.answer(), program.execution(mesh).run(Meter.NONE).answer());
  }

  @Test
  void anUnknownSettingIsRefusedByName() {
    var refusal = assertThrows(InvalidInput.class, () -> new PekkoProgram(Map.of("colour", "red")));
    assertEquals(
        "no setting 'colour': there are workers, throughput, tick, gc, heap", refusal.getMessage());
  }
}
