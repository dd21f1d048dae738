package io.interleave.runtime;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.interleave.machine.Timeline;
import io.interleave.policy.FifoPolicy;
import io.interleave.policy.GoPolicy;
import io.interleave.workload.ActorMesh;
import io.interleave.workload.InvalidInput;
import io.interleave.workload.Meter;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(60)
class LiveProgramTest {
  private static final ActorMesh SMALL = new ActorMesh().actors(100).messages(20_000).inFlight(20);

  @Test
  void aPolicysConstantsAreSettings() {
    var tokio = Runtimes.of(Home.find()).named("live:tokio/stackless");
    assertThat(tokio.settings()).extracting(p -> p.name()).contains("lifoSlot", "globalInterval");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          nobody/stackless | no policy 'nobody': there are fifo, fork-join, go
          go/stackfull     | no representation 'stackfull': there are stackless, stackful, virtual
          go               | expected live:<policy>/<representation>
          """)
  void whatIsUnknownIsNamedWithWhatThereIs(String variant, String message) {
    assertThatThrownBy(() -> new LiveProgram(variant, Map.of()))
        .isInstanceOf(InvalidInput.class)
        .hasMessageContaining(message);
  }

  @ParameterizedTest
  @CsvSource({"ring, 100", "globalInterval, 0", "half, maybe"})
  void aConstantThatMakesNoSenseIsRefused(String constant, String value) {
    assertThatThrownBy(() -> new LiveProgram("go/stackless", Map.of(constant, value)))
        .isInstanceOf(InvalidInput.class)
        .hasMessageContaining(constant + "=" + value);
  }

  @Test
  void countersTellWhatTheWorkersDid() throws Exception {
    var program = new LiveProgram("go/stackless", Map.of("counters", "true", "workers", "2"));
    var round = program.execution(SMALL).run(program.meter());
    assertThat(round.metrics()).containsKeys("stolen", "searching_ns", "parked_ns");
    assertThat(requireNonNull(round.metrics().get("polls")).longValue()).isGreaterThan(1_000);
    var plain = new LiveProgram("go/stackless", Map.of("workers", "2"));
    assertThat(plain.execution(SMALL).run(Meter.NONE).metrics()).doesNotContainKey("polls");
  }

  @Test
  void aPolicyWrittenHereRunsInThisProcess() throws Exception {
    var tasks = new Timeline().withTasks();
    var seen = InProcess.of("mine", FifoPolicy::new).warmup(0).run(SMALL, tasks);
    assertThat(seen.round().answer()).isEqualTo(SMALL.answer());
    assertThat(seen.counters()).containsKey("polls");
    assertThat(seen.timeline().events()).isGreaterThan(1_000);
    assertThat(seen.table().columnNames()).contains("runtime", "throughput_per_s", "polls");
    var stackful = InProcess.of("mine", GoPolicy::new).tasks("stackful").warmup(0).run(SMALL);
    assertThat(stackful.round().answer()).isEqualTo(SMALL.answer());
  }

  @Test
  void aMeshThatIsStuckInThisProcessSaysSo() {
    var stuck = new ActorMesh().actors(1).mailbox(1).inFlight(3);
    assertThatThrownBy(() -> InProcess.named("go/stackless").warmup(0).run(stuck))
        .hasMessageContaining("no message was delivered");
  }

  private static final String SOURCE =
      """
      import io.interleave.policy.*;
      import io.interleave.task.*;
      import java.util.*;

      public final class LastFirstPolicy implements Policy<LastFirstPolicy.Own> {
        public static final class Own extends Worker {
          Own(Machine machine, int index) { super(machine, index); }
        }
        public record Constants(int spare) {
          public static final Constants DEFAULT = new Constants(7);
        }
        private final ArrayDeque<Task> stack = new ArrayDeque<>();
        private Machine machine = Machine.NONE;
        private int workers;
        public LastFirstPolicy(Constants constants) {}
        public List<Own> open(Machine machine, int n) {
          this.machine = machine;
          workers = n;
          var all = new ArrayList<Own>();
          for (int i = 0; i < n; i++) all.add(new Own(machine, i));
          return all;
        }
        public synchronized Task next(Own worker) {
          worker.budget = Integer.MAX_VALUE;
          return stack.poll();
        }
        public void ready(Own by, Task task, boolean yielded) {
          synchronized (this) { stack.push(task); }
          for (int i = 0; i < workers; i++) machine.unpark(i);
        }
      }
      """;

  @Test
  void aPolicyGivenAsSourceRunsInAFork(@TempDir Path folder) throws Exception {
    var source = PolicySource.compile(SOURCE, folder);
    assertThat(source.name()).isEqualTo("last-first");
    var runtime = Runtimes.of(Home.find()).with(source).named("live:last-first/stackless");
    var settings = io.interleave.workload.Values.defaults(runtime.settings()).with("spare", "9");
    var result = new Fork(runtime, SMALL, settings, 0, 1, Fork.Limits.DEFAULT).run((_, _) -> {});
    assertThat(result.failure()).isNull();
    assertThat(result.rounds().getFirst().answer()).isEqualTo(SMALL.answer());
    assertThat(result.notes())
        .containsEntry("policy", "given as source, sha256 " + source.sha256());
  }

  @Test
  void aPolicyThatDoesNotCompileIsRefusedInTheCompilersWords(@TempDir Path folder) {
    assertThatThrownBy(
            () -> PolicySource.compile("public class BadPolicy { int x = \"\"; }", folder))
        .isInstanceOf(InvalidInput.class)
        .hasMessageContaining("BadPolicy.java:1: error: incompatible types");
  }
}
