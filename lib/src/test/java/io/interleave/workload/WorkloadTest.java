package io.interleave.workload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.interleave.Vectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What holds for every workload: its reference answers its vectors, and refuses what can't be. */
class WorkloadTest {
  @ParameterizedTest
  @MethodSource("io.interleave.Vectors#ofAll")
  void answersItsVectors(Vectors.Vector vector) {
    assertThat("%016x".formatted(vector.workload().answer())).isEqualTo(vector.answer());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "channel | producers | 3 | messages=1000000 producers=3: expected a multiple, so that each has as many",
        "fan-in | messages | 1500 | messages=1500 n=1000: expected a multiple, so that each has as many",
        "fan-out | n | 7 | messages=1000000 n=7: expected a multiple, so that each has as many",
      })
  void refusesParametersThatDoNotFitTogether(
      String workload, String name, String value, String message) {
    assertThatThrownBy(() -> Workload.CATALOG.named(workload).with(name, value).check())
        .isInstanceOf(InvalidInput.class)
        .hasMessage(message);
  }

  @ParameterizedTest
  @CsvSource({"1000, true", "1, true", "10, true", "1001, false", "20, false"})
  void aTreeOfTensHasAPowerOfTenLeaves(long n, boolean fits) {
    var tree = new Spawn().n(n).shape("tree");
    if (fits) {
      tree.check();
    } else {
      assertThatThrownBy(tree::check).isInstanceOf(InvalidInput.class);
    }
  }
}
