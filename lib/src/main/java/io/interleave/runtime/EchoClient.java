package io.interleave.runtime;

import io.interleave.workload.Histograms;
import io.interleave.workload.SplitMix;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import org.HdrHistogram.Histogram;

/**
 * Who drives io-mix: a process of its own, the same for every runtime; one thread and a selector.
 * Its arguments are port, connections, requests, think (µs) and seed; it prints the histogram of
 * its requests, or on standard error why there is none.
 */
public final class EchoClient {
  private static final int MESSAGE = 64;

  private final long requests;
  private final long thinkNs;
  private final long seed;
  private final Histogram latency = Histograms.empty();
  private final PriorityQueue<Connection> thinking =
      new PriorityQueue<>(Comparator.comparingLong((Connection c) -> c.wakesAt));
  private final List<Connection> all = new ArrayList<>();
  private final Selector selector;
  private int greeted;
  private int open;

  private EchoClient(long requests, long thinkNs, long seed) throws IOException {
    this.requests = requests;
    this.thinkNs = thinkNs;
    this.seed = seed;
    selector = Selector.open();
  }

  /** Runs to the end; status 1 when something failed. It goes when its standard input ends. */
  public static void main(String[] args) {
    Thread.ofPlatform().daemon().start(EchoClient::goWithTheParent);
    try {
      var client =
          new EchoClient(
              Long.parseLong(args[2]),
              1_000 * Long.parseLong(args[3]),
              Long.parseUnsignedLong(args[4]));
      client.connect(Integer.parseInt(args[0]), Integer.parseInt(args[1]));
      client.run();
      System.out.println(Histograms.encode(client.latency));
      System.out.flush();
    } catch (UncheckedIOException e) {
      fail(e.getCause() == null ? e : e.getCause());
    } catch (IOException | RuntimeException e) {
      fail(e);
    }
  }

  private static void fail(Throwable e) {
    System.err.println(e.getMessage() == null ? e.toString() : e.getMessage());
    System.exit(1);
  }

  private static void goWithTheParent() {
    try {
      while (System.in.read() >= 0) {
        // Nothing is expected.
      }
    } catch (IOException e) {
      // The same as its end.
    }
    Runtime.getRuntime().halt(130);
  }

  private void connect(int port, int connections) throws IOException {
    var server = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    for (int k = 0; k < connections; k++) {
      var channel = SocketChannel.open(server);
      channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
      channel.configureBlocking(false);
      var connection = new Connection(channel, k);
      channel.register(selector, SelectionKey.OP_READ, connection);
      all.add(connection);
      open++;
      connection.greet();
    }
  }

  private void run() throws IOException {
    while (open > 0) {
      long left = thinking.isEmpty() ? 0 : thinking.peek().wakesAt - System.nanoTime();
      if (thinking.isEmpty()) {
        selector.select(this::ready);
      } else if (left < 1_000_000) {
        selector.selectNow(this::ready); // a selector's timeout is in whole milliseconds
      } else {
        selector.select(this::ready, left / 1_000_000);
      }
      while (!thinking.isEmpty() && thinking.peek().wakesAt <= System.nanoTime()) {
        thinking.remove().send();
      }
    }
  }

  private void ready(SelectionKey key) {
    try {
      ((Connection) key.attachment()).read();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The first echo has come on one more; with the last of them all begin. */
  private void greeted() throws IOException {
    if (++greeted == all.size()) {
      for (var connection : all) {
        connection.send();
      }
    }
  }

  private final class Connection {
    private final SocketChannel channel;
    private final long k;
    private final ByteBuffer out =
        ByteBuffer.allocateDirect(MESSAGE).order(ByteOrder.LITTLE_ENDIAN);
    private final ByteBuffer in = ByteBuffer.allocateDirect(MESSAGE).order(ByteOrder.LITTLE_ENDIAN);
    private long q = -1; // the request under way; -1 is the greeting
    private long sentAt;
    private long wakesAt;

    Connection(SocketChannel channel, long k) {
      this.channel = channel;
      this.k = k;
    }

    void greet() throws IOException {
      write();
    }

    void send() throws IOException {
      q++;
      for (int j = 0; j < MESSAGE / 8; j++) {
        out.putLong(8 * j, SplitMix.mix(seed + (k * requests + q) * 8 + j));
      }
      sentAt = System.nanoTime();
      write();
    }

    /** So small a message always fits: the one before was echoed. */
    private void write() throws IOException {
      out.clear();
      if (channel.write(out) != MESSAGE) {
        throw new IOException("connection %d takes no message of 64 bytes".formatted(k));
      }
    }

    void read() throws IOException {
      if (channel.read(in) < 0) {
        throw new IOException("the server closed connection %d in request %d".formatted(k, q));
      }
      if (in.hasRemaining()) {
        return;
      }
      if (in.flip().mismatch(out.flip()) >= 0) {
        throw new IOException("connection %d, request %d: echoed wrongly".formatted(k, q));
      }
      in.clear();
      echoed();
    }

    private void echoed() throws IOException {
      if (q < 0) {
        greeted();
        return;
      }
      long now = System.nanoTime();
      latency.recordValue(Math.clamp(now - sentAt, 1, Histograms.CEILING_NS));
      if (q + 1 == requests) {
        channel.close();
        open--;
      } else if (thinkNs == 0) {
        send();
      } else {
        wakesAt = now + thinkNs;
        thinking.add(this);
      }
    }
  }
}
