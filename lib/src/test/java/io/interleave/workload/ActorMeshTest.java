package io.interleave.workload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ActorMeshTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "payload | 7 | payload=7: expected a whole number from 0 to 1048576, a multiple of 8",
        "actors | 0 | actors=0: expected a whole number from 1 to 10000000",
        "actors | many | actors=many: expected a whole number from 1 to 10000000",
        "record | some | record=some: expected one of all, 64, off",
        "seed | -1 | seed=-1: expected an unsigned 64-bit number (0 … 18446744073709551615)",
        "seed | 18446744073709551616 | seed=18446744073709551616: expected an unsigned 64-bit number (0 … 18446744073709551615)",
        "skew | 256 | skew=256: expected a whole number from 0 to 255",
      })
  void refusesValuesOutOfRangeInOneLine(String name, String value, String message) {
    assertThatThrownBy(() -> new ActorMesh().with(name, value))
        .isInstanceOf(InvalidInput.class)
        .hasMessage(message);
  }

  @Test
  void namesTheParametersThereAreWhenOneIsUnknown() {
    assertThatThrownBy(() -> new ActorMesh().with("actor", "3"))
        .isInstanceOf(InvalidInput.class)
        .hasMessageStartingWith("no parameter 'actor': there are actors, messages, inFlight");
  }

  @Test
  void takesEverySeedOfSixtyFourBits() {
    assertThat(new ActorMesh().with("seed", "18446744073709551615").values().number("seed"))
        .isEqualTo(-1L);
    assertThat(new ActorMesh().with("seed", "0x10")).isEqualTo(new ActorMesh().seed(16));
  }

  @Test
  void openLoopNeedsHopsThatDivideTheMessages() {
    assertThatThrownBy(() -> new ActorMesh().messages(1001).rate(1000).check())
        .hasMessage(
            "hops=20 does not divide messages=1001: in the open loop every token makes all its hops");
    assertThat(new ActorMesh().openLoop(333_333, 0.5).tokens()).isEqualTo(8333);
  }

  @Test
  void spellsItsNameLikeItsClass() {
    assertThat(Workload.CATALOG.named("actor-mesh")).isEqualTo(new ActorMesh());
    assertThatThrownBy(() -> Workload.CATALOG.named("actor-mush"))
        .hasMessageStartingWith("no workload 'actor-mush': there are actor-mesh, channel, ");
  }
}
