package io.interleave.workload;

import static org.assertj.core.api.Assertions.assertThat;

import io.interleave.machine.Costs;
import io.interleave.machine.LiveMachine;
import io.interleave.machine.SimulatedMachine;
import io.interleave.policy.TokioPolicy;
import io.interleave.task.Machine;
import io.interleave.task.StackfulTask;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.openjdk.jol.vm.VM;

/** What an actor takes while it waits, its mailbox included: by the heap, and by object layout. */
@Timeout(120)
class MemoryAtRestTest {
  private static final int ACTORS = 100_000;

  @ParameterizedTest
  @CsvSource({"stackless, 72", "stackful, 512", "simulated, 120"})
  void aParkedActorIsSmall(String representation, int most) throws Exception {
    long[] bytes = measuredInAJvmOfItsOwn(representation);
    System.out.printf(
        "%s: %d bytes of heap an actor at rest, %d by layout%n",
        representation, bytes[0], bytes[1]);
    assertThat(bytes[0]).as("bytes of heap an actor").isLessThanOrEqualTo(most);
    assertThat((double) bytes[1] / bytes[0])
        .as("layout ÷ heap: %s", Arrays.toString(bytes))
        .isBetween(0.9, 1.1);
  }

  private static long[] measuredInAJvmOfItsOwn(String representation) throws Exception {
    var command = new ArrayList<>(List.of(System.getProperty("java.home") + "/bin/java"));
    command.addAll(StackfulTask.ONE_FRAME); // as a fork has it
    command.addAll(
        List.of(
            StackfulTask.FLAG,
            "-XX:+UseSerialGC",
            "-Xmx1g",
            "-XX:+EnableDynamicAgentLoading",
            "-Djol.magicFieldOffset=true",
            "--sun-misc-unsafe-memory-access=allow",
            "--add-opens=java.base/jdk.internal.vm=ALL-UNNAMED",
            "-cp",
            System.getProperty("java.class.path"),
            Child.class.getName(),
            representation));
    var process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    try {
      var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
      return Arrays.stream(said.strip().lines().toList().getLast().split(" "))
          .mapToLong(Long::parseLong)
          .toArray();
    } finally {
      process.destroyForcibly();
    }
  }

  /** Starts a mesh's actors, collects, and looks how much the heap has grown. */
  static final class Child {
    private Child() {}

    public static void main(String[] args) throws Exception {
      boolean simulated = args[0].equals("simulated");
      Machine machine =
          simulated
              ? new SimulatedMachine<>(new TokioPolicy(), 1_024, Costs.DEFAULT, 1)
              : new LiveMachine<>(new TokioPolicy(), 2);
      if (!simulated) {
        warmUp(args[0], machine);
      }
      run(args[0], machine, 10).run(Meter.NONE); // what the machine's queues still point at
      long before = used();
      var all = run(args[0], machine, ACTORS);
      all.startActors();
      machine.await(all.started);
      long heap = (used() - before) / ACTORS - 4; // the array of all
      System.out.println(heap + " " + layout(all));
    }

    /** A stack that parks before its code is compiled stays large: until it shrinks no more. */
    private static void warmUp(String form, Machine machine) throws Exception {
      long least = Long.MAX_VALUE;
      for (int same = 0, i = 0; i < 60 && (i < 8 || same < 8); i++) {
        run(form, machine, 10_000).run(Meter.NONE);
        var probe = run(form, machine, 100);
        probe.startActors();
        probe.started.await();
        long size = layout(probe);
        probe.end();
        same = size < least ? 0 : same + 1;
        least = Math.min(least, size);
      }
    }

    private static MeshRun run(String form, Machine machine, int actors) {
      var mesh = new ActorMesh().actors(actors).mailbox(0).record("off");
      return (MeshRun)
          (form.equals("stackful")
              ? Form.blocking(mesh, new StackfulThreads(machine))
              : Form.async(mesh, machine));
    }

    private static long used() throws InterruptedException {
      for (int i = 0; i < 3; i++) {
        System.gc();
        Thread.sleep(50);
      }
      return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }

    /** Of one actor's own objects, by their layout. */
    private static long layout(MeshRun mesh) throws ReflectiveOperationException {
      if (mesh instanceof AsyncActorMesh async) {
        return VM.current().sizeOf(async.actors[7]);
      }
      var blocking = (BlockingActorMesh) mesh;
      var task = (StackfulTask<?>) blocking.mailboxes[7];
      return VM.current().sizeOf(task) + stackOf(task) + VM.current().sizeOf(blocking.actors[7]);
    }

    /** The continuation and its frames: a chunk is as long as it must be. */
    private static long stackOf(StackfulTask<?> task) throws ReflectiveOperationException {
      Object continuation = part(StackfulTask.class, "stack", task);
      var type = Class.forName("jdk.internal.vm.Continuation");
      Object chunk = part(type, "tail", continuation);
      long words = (int) part(Class.forName("jdk.internal.vm.StackChunk"), "size", chunk);
      return VM.current().sizeOf(continuation) + VM.current().sizeOf(chunk) + 8 * words;
    }

    private static Object part(Class<?> type, String name, Object of)
        throws ReflectiveOperationException {
      var field = type.getDeclaredField(name);
      field.setAccessible(true);
      return field.get(of);
    }
  }
}
