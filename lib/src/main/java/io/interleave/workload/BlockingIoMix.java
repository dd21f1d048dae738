package io.interleave.workload;

import io.interleave.task.StackfulTask;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/** {@link IoMix} in its blocking form: java.net's sockets, a thread a connection. */
public final class BlockingIoMix extends BlockingRun {
  private static final int MESSAGE = 64;

  /** Why it is for threads of the JDK's alone. */
  public static final String REFUSAL =
      "io-mix is not applicable: these tasks have no poller, a read would block their worker";

  private final boolean thinks;
  private final AtomicInteger unheard;
  private final List<Socket> sockets = new ArrayList<>(); // guarded by itself
  private final ServerSocket server;
  private IntConsumer listener = _ -> {};

  /**
   * One round of {@code mix}; it listens already.
   *
   * @throws InvalidInput when its threads are none of the JDK's
   */
  public BlockingIoMix(IoMix mix, Threads threads) {
    super(threads, mix.tasks(), false);
    if (!(threads instanceof JdkThreads)) {
      throw new InvalidInput(REFUSAL);
    }
    thinks = mix.values().number("think") > 0;
    unheard = new AtomicInteger(tasks);
    try {
      server = new ServerSocket();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void whenListening(IntConsumer listener) {
    this.listener = listener;
  }

  @Override
  protected void beforeTasks(Meter meter) {
    try {
      server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), tasks);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    listener.accept(server.getLocalPort());
  }

  /** Called by the task that starts the others: it waits for a connection. */
  @Override
  Gated task(int i) {
    try {
      var socket = server.accept();
      synchronized (sockets) {
        sockets.add(socket);
      }
      socket.setTcpNoDelay(true);
      return new Server(socket);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private final class Server extends Gated {
    private final Socket socket;
    private final byte[] message = new byte[MESSAGE];

    Server(Socket socket) {
      this.socket = socket;
    }

    @Override
    void whole(@Nullable StackfulTask<?> self) throws InterruptedException {
      try (socket) {
        if (!reads()) {
          throw new IOException("the client closed a connection before its first message");
        }
        greet(self);
        work(self);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      left();
    }

    /**
     * The first echo, which isn't counted. The client begins when all have had theirs; the last one
     * is held back until the clock was read.
     */
    private void greet(@Nullable StackfulTask<?> self) throws IOException, InterruptedException {
      if (unheard.decrementAndGet() == 0) {
        atGate(self);
      } else {
        started.countDown();
      }
      socket.getOutputStream().write(message);
    }

    @Override
    void work(@Nullable StackfulTask<?> self) {
      try {
        var words = ByteBuffer.wrap(message).order(ByteOrder.LITTLE_ENDIAN);
        var out = socket.getOutputStream();
        while (reads()) {
          out.write(message);
          for (int j = 0; j < MESSAGE; j += 8) {
            sum += words.getLong(j);
          }
          counted();
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    /** Whether there was another message. */
    private boolean reads() throws IOException {
      int read = socket.getInputStream().readNBytes(message, 0, MESSAGE);
      if (read != 0 && read != MESSAGE) {
        throw new IOException("a message of " + read + " bytes");
      }
      return read == MESSAGE;
    }
  }

  /** A thread that reads or accepts is not interrupted; it ends when its socket is closed. */
  @Override
  protected void endTasks() {
    try {
      server.close();
      synchronized (sockets) {
        for (var socket : sockets) {
          socket.close();
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      super.endTasks();
    }
  }

  @Override
  public boolean underWay() {
    return super.underWay() && !thinks;
  }
}
