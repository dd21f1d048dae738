package io.interleave;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.interleave.workload.InvalidInput;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Programs that fail as claimed, in the words of their own language. */
@Timeout(300)
class CasesTest {
  @Test
  void pythonRefusesToRunALoopInsideALoop() throws Exception {
    var cases = Interleave.open().cases("asyncio");
    assertThat(cases.columnNames()).containsExactly("case", "outcome", "says");
    var inside = cases.where(cases.stringColumn("case").isEqualTo("run inside a loop"));
    assertThat(inside.getString(0, "outcome")).isEqualTo("RuntimeError");
    assertThat(inside.getString(0, "says")).contains("cannot be called from a running event loop");
    var waits = cases.where(cases.stringColumn("case").isEqualTo("wait inside the loop"));
    assertThat(waits.getString(0, "outcome")).isEqualTo("deadlock");
  }

  @Test
  void aFolderWithoutCasesIsNamed() {
    assertThatThrownBy(() -> Interleave.open().cases("go"))
        .isInstanceOf(InvalidInput.class)
        .hasMessageContaining("no cases 'go'");
  }
}
