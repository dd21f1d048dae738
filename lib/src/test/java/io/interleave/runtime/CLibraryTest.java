package io.interleave.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.interleave.Vectors;
import io.interleave.task.LinkedMailbox;
import io.interleave.workload.BlockingFfi;
import io.interleave.workload.Crossing;
import io.interleave.workload.Ffi;
import io.interleave.workload.InvalidInput;
import io.interleave.workload.JdkThreads;
import io.interleave.workload.Meter;
import io.interleave.workload.Values;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every way into C and back, with the library that a fork gets. */
@Timeout(60)
class CLibraryTest {
  @ParameterizedTest
  @ValueSource(strings = {"ffm", "ffm-critical", "jni"})
  void everyWayGivesTheAnswer(String way) throws Exception {
    var library = java.util.Objects.requireNonNull(CLibrary.of(Home.find()));
    assumeTrue(library.missing().isEmpty(), () -> library.missing().orElse(""));
    library.prepare();
    String[] flag = library.flag().substring(2).split("=", 2);
    System.setProperty(flag[0], flag[1]);
    var threads = new JdkThreads(Thread.ofVirtual().factory(), LinkedMailbox::new);
    for (var vector : Vectors.of("ffi")) {
      var ffi = (Ffi) vector.workload();
      if (way.equals("ffm-critical") && ffi.values().text("way").equals("callback")) {
        continue; // below
      }
      var round = new BlockingFfi(ffi, threads, Crossing.named(way)).run(Meter.NONE);
      assertThat("%016x".formatted(round.answer())).isEqualTo(vector.answer());
      assertThat(round.deliveries()).isEqualTo(ffi.deliveries());
    }
  }

  @Test
  void whatCannotBeIsRefusedWithItsReason() {
    var all = Runtimes.of(Home.find());
    var virtual = all.named("jdk-virtual");
    var critical = Values.defaults(virtual.settings()).with("ffi", "ffm-critical");
    assertThat(virtual.refusal(new Ffi().way("callback"), critical))
        .contains(BlockingFfi.NO_WAY_BACK);
    var live = all.named("live:go/stackful");
    assertThat(live.refusal(new Ffi(), Values.defaults(live.settings())))
        .contains(BlockingFfi.REFUSAL);
    assertThatThrownBy(() -> Crossing.named("cffi")).isInstanceOf(InvalidInput.class);
  }
}
