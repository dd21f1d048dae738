package io.interleave.runtime;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.interleave.Vectors;
import io.interleave.machine.LiveMachine;
import io.interleave.machine.VirtualThreads;
import io.interleave.policy.GoPolicy;
import io.interleave.task.LinkedMailbox;
import io.interleave.workload.Form;
import io.interleave.workload.InvalidInput;
import io.interleave.workload.IoMix;
import io.interleave.workload.JdkThreads;
import io.interleave.workload.Meter;
import io.interleave.workload.StackfulThreads;
import io.interleave.workload.Threads;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.Optional;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The echo servers with the client that drives them, and the client with servers that fail it. */
@Timeout(60)
class IoMixTest {
  private static void answers(Threads threads) throws Exception {
    for (var vector : Vectors.of("io-mix")) {
      var mix = (IoMix) vector.workload();
      var execution = Form.blocking(mix, threads);
      var client = new AtomicReference<@Nullable ClientProcess>();
      execution.whenListening(port -> client.set(started(port, mix)));
      var round = execution.run(Meter.NONE);
      try (var ended = requireNonNull(client.get())) {
        assertThat("%016x".formatted(round.answer())).isEqualTo(vector.answer());
        assertThat(round.deliveries()).isEqualTo(mix.deliveries());
        var latency = ended.latency();
        assertThat(latency.getTotalCount()).isEqualTo(mix.deliveries());
        assertThat(latency.getMinValue()).isPositive();
      }
    }
  }

  private static ClientProcess started(int port, IoMix mix) {
    try {
      return new ClientProcess(port, mix.values());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static JdkThreads on(ThreadFactory factory) {
    return new JdkThreads(factory, LinkedMailbox::new);
  }

  @Test
  void virtualAndPlatformThreadsEcho() throws Exception {
    answers(on(Thread.ofVirtual().factory()));
    answers(on(Thread.ofPlatform().factory()));
  }

  @Test
  void virtualThreadsOnAPolicyEcho() throws Exception {
    try (var machine = new LiveMachine<>(new GoPolicy(), 2)) {
      answers(on(new VirtualThreads(machine)));
      assertThatThrownBy(() -> Form.blocking(new IoMix(), new StackfulThreads(machine)))
          .isInstanceOf(InvalidInput.class)
          .hasMessageContaining("no poller");
    }
  }

  /** What the client says of a server that does this with its first connection. */
  private static String failure(int replies, int change) throws Exception {
    var mix = new IoMix().connections(1).requests(3);
    try (var server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        var client = new ClientProcess(server.getLocalPort(), mix.values())) {
      try (var socket = server.accept()) {
        for (int i = 0; i < replies; i++) {
          byte[] message = socket.getInputStream().readNBytes(64);
          message[63] += (byte) change;
          socket.getOutputStream().write(message);
        }
        socket.getInputStream().readNBytes(64);
      }
      var thrown = catchThrowable(client::latency);
      assertThat(thrown).isInstanceOf(IOException.class);
      return String.valueOf(thrown.getMessage());
    }
  }

  @Test
  void aServerThatFailsIsToldOfInASentence() throws Exception {
    assertThat(failure(2, 0))
        .isEqualTo("the client failed: the server closed connection 0 in request 1");
    assertThat(failure(1, 1))
        .isEqualTo("the client failed: connection 0, request -1: echoed wrongly");
  }

  @Test
  void moreConnectionsThanFilesAreRefused() {
    assertThat(OpenFiles.refusal(800, Optional.of(1_024L))).isEmpty();
    assertThat(OpenFiles.refusal(1_000, Optional.of(1_024L)))
        .contains(
            "connections is at most 824, not 1000: a process may have 1024 files open (ulimit -n),"
                + " 200 of them for itself");
    assertThat(OpenFiles.refusal(1_000_000, Optional.empty())).isEmpty();
  }
}
