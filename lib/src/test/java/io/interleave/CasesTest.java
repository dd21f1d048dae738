package io.interleave;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.interleave.runtime.Home;
import io.interleave.runtime.Runtimes;
import io.interleave.workload.InvalidInput;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Programs that fail as claimed, in the words of their own language. */
@Timeout(600) // the first one builds
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
  void aTaskOfTokiosPanicsWhereTokioIsNot() throws Exception {
    assumeTrue(
        Runtimes.of(Home.find()).named("smol").availability().here(), "Rust is missing here");
    var cases = Interleave.open().cases("swap");
    var outcomes = cases.stringColumn("outcome");
    assertThat(outcomes.unique().asList())
        .contains("runs", "panics", "deadlocks", "does not compile");
    var onSmol =
        cases.where(
            cases.stringColumn("runtime").isEqualTo("smol").and(outcomes.isEqualTo("panics")));
    assertThat(onSmol.stringColumn("says").asList())
        .anyMatch(words -> words.contains("there is no reactor running"));
  }

  @Test
  void aFolderWithoutCasesIsNamed() {
    assertThatThrownBy(() -> Interleave.open().cases("go"))
        .isInstanceOf(InvalidInput.class)
        .hasMessageContaining("no cases 'go'");
  }
}
