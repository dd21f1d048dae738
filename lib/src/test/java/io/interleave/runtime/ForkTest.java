package io.interleave.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.interleave.Fake;
import io.interleave.Vectors;
import io.interleave.workload.IoMix;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Whatever a child does, its parent gets a result with a reason, in time, and no process is left.
 */
@Timeout(60)
class ForkTest {
  private static final Fork.Limits SHORT =
      new Fork.Limits(Duration.ofSeconds(3), Duration.ofSeconds(2), Duration.ofSeconds(5));

  private static ForkResult run(String mood, int rounds) throws Exception {
    return new Fork(Fake.runtime(), Fake.MESH, Fake.mood(mood), 0, rounds, SHORT).run((_, _) -> {});
  }

  @ParameterizedTest
  @MethodSource("io.interleave.Vectors#ofActorMesh")
  void aFolderIsAllItTakesToAddARuntime(Vectors.Vector vector) throws Exception {
    if (vector.workload().deliveries() <= 20_000) { // it is a loop in Python
      var result =
          new Fork(Fake.runtime(), vector.workload(), Fake.mood("good"), 0, 1, Fork.Limits.DEFAULT)
              .run((_, _) -> {});
      assertThat(result.failure()).isNull();
      assertThat("%016x".formatted(result.rounds().getFirst().answer())).isEqualTo(vector.answer());
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "crash | ended before it was done (killed by signal 11); its last words: no more ideas",
        "hang | said nothing for 2 s",
        "mute | said nothing for 3 s",
        "garbage | printed what is no line of the contract: Segmentation fault, probably",
        "epsilon | failed: java.lang.OutOfMemoryError: the heap is full",
        "early | ended before it was done (exit status 0)",
        "flood | flooded its output: a line of more than 4 MiB",
        "endless | took longer than 5 s",
        "short | said it was done after 1 of 3 rounds",
      })
  void aChildThatMisbehavesIsAResultWithItsReason(String mood, String reason) throws Exception {
    assertThat(run(mood, 3).failure()).isEqualTo(reason);
  }

  @Test
  void whoListensWithoutNeedBreaksTheContract() throws Exception {
    assertThat(run("listens", 1).failure())
        .startsWith("listens where nobody is to connect: {\"line\":\"listening\"");
  }

  @Test
  void aClientThatFailsEndsTheTrialWithItsReason() throws Exception {
    var settings = Fake.mood("listens"); // on a port where nobody is
    var result = new Fork(Fake.runtime(), new IoMix(), settings, 0, 1, SHORT).run((_, _) -> {});
    assertThat(result.failure()).isEqualTo("the client failed: Connection refused");
  }

  @Test
  void whatWasMeasuredBeforeAFailureIsKept() throws Exception {
    assertThat(run("short", 3).rounds()).hasSize(1);
  }

  @Test
  void memoryThreadsAndForeignProcessorsAreSeenFromOutside() throws Exception {
    var usage = run("endless", 1).usage();
    assertThat(usage.peakRssBytes()).isGreaterThan(5_000_000);
    assertThat(usage.peakThreads()).isGreaterThanOrEqualTo(2);
    assertThat(usage.foreignCpu()).isNotNaN().isGreaterThanOrEqualTo(0);
  }

  @Test
  void aSettingWithAVariableReachesTheChildsEnvironment() throws Exception {
    var settings = Fake.mood("good").with("level", "7");
    var result = new Fork(Fake.runtime(), Fake.MESH, settings, 0, 1, SHORT).run((_, _) -> {});
    assertThat(result.rounds().getFirst().metrics().get("level")).isEqualTo(7.0);
  }

  @Test
  void anInterruptedForkLeavesNoProcessAndNoGrandchild() throws Exception {
    var started = new CountDownLatch(1);
    var thrown = new AtomicReference<Throwable>();
    var thread =
        Thread.ofPlatform()
            .start(
                () -> {
                  try {
                    new Fork(
                            Fake.runtime(),
                            Fake.MESH,
                            Fake.mood("grandchild"),
                            0,
                            1,
                            Fork.Limits.DEFAULT)
                        .run((_, _) -> started.countDown());
                  } catch (Exception e) {
                    thrown.set(e);
                  }
                });
    assertThat(started.await(20, TimeUnit.SECONDS)).isTrue();
    Thread.sleep(300);
    var family = ProcessHandle.current().descendants().toList();
    assertThat(family).isNotEmpty();
    thread.interrupt();
    thread.join(5_000);
    assertThat(thrown.get()).isInstanceOf(InterruptedException.class);
    var gone =
        CompletableFuture.allOf(
            family.stream().map(ProcessHandle::onExit).toArray(CompletableFuture[]::new));
    assertThat(gone).succeedsWithin(Duration.ofSeconds(5));
  }

  @Test
  void limitsAndWhatIsNotApplicableAreRefusedWithTheirReason() {
    var fake = Fake.runtime();
    assertThat(fake.refusal(Fake.MESH.actors(5001), Fake.mood("good")))
        .contains("actors is at most 5000, not 5001: it is a small one");
    assertThat(fake.refusal(Fake.MESH.with("message", "fresh"), Fake.mood("good")))
        .contains("message=fresh is not applicable: there are no messages in a loop");
    assertThat(fake.refusal(Fake.MESH.record("off"), Fake.mood("good"))).isEmpty();
    assertThat(fake.refusal(Fake.MESH.record("off"), Fake.mood("mute")))
        .contains("record=off mood=mute is not applicable: it would say nothing at all");
    assertThatThrownBy(() -> Fake.runtimes().named("gone"))
        .hasMessageStartingWith(
            "no runtime 'gone': there are fake, jdk-threads, jdk-virtual, live:");
  }
}
