package io.interleave.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.FieldSource;

class ConstantTest {
  static final List<Record> ALL =
      List.of(
          TokioPolicy.Constants.DEFAULT,
          GoPolicy.Constants.DEFAULT,
          SmolPolicy.Constants.DEFAULT,
          FifoPolicy.Constants.DEFAULT,
          ThreadPerCorePolicy.Constants.DEFAULT,
          ForkJoinPolicy.Constants.DEFAULT);

  @Test
  void anAblationChangesOneAndLeavesTheRest() {
    var changed = Constant.with(TokioPolicy.Constants.DEFAULT, "globalInterval", "3");
    assertThat(changed.globalInterval()).isEqualTo(3);
    assertThat(Constant.with(changed, "globalInterval", 0))
        .isEqualTo(TokioPolicy.Constants.DEFAULT);
    assertThat(Constant.with(changed, "half", false).half()).isFalse();
    assertThat(Constant.with(GoPolicy.Constants.DEFAULT, "sliceNs", 5L).sliceNs()).isEqualTo(5);
  }

  @ParameterizedTest
  @FieldSource("ALL")
  void eachIsSetByNameFromItsOwnText(Record constants) throws Exception {
    for (var component : constants.getClass().getRecordComponents()) {
      Object value = component.getAccessor().invoke(constants);
      assertThat(Constant.with(constants, component.getName(), value.toString()))
          .isEqualTo(constants);
    }
  }

  @ParameterizedTest
  @FieldSource("ALL")
  void noneIsAcceptedBelowItsRange(Record constants) {
    Arrays.stream(constants.getClass().getRecordComponents())
        .filter(c -> c.getType() != boolean.class)
        .forEach(
            c ->
                assertThatThrownBy(() -> Constant.with(constants, c.getName(), -1))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageStartingWith(c.getName() + "=-1: expected "));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          ring     | 100       | ring=100: expected a power of two, 2 to 1048576
          ring     | many      | ring=many: expected an integer
          half     | 1         | half=1: expected true or false
          budget   | 0         | budget=0: expected at least 1
          slots    | 3         | unknown constant slots: expected one of ring, lifoSlot, stealableSlot, lifoPolls, globalInterval, eventInterval, searchShare, budget, half, spillNewer
          """)
  void aSenselessOneIsRefusedInOneLine(String name, String value, String message) {
    assertThatThrownBy(() -> Constant.with(TokioPolicy.Constants.DEFAULT, name, value))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(message);
  }
}
