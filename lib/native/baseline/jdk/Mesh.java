import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/**
 * The yardstick of the runtimes jdk-virtual and jdk-threads: actor-mesh, closed loop, with nothing
 * but the work. No contract, no recording, no counting, no progress. Prints a line for each timed
 * round: the answer and its nanoseconds.
 */
final class Mesh {
  private static final long GAMMA = 0x9e3779b97f4a7c15L;

  private final LinkedBlockingQueue<Token>[] mailboxes;
  private final Actor[] actors;
  private final int words;
  private final CountDownLatch ready;
  private final AtomicInteger underWay;
  private final CountDownLatch done = new CountDownLatch(1);
  private long startedAt;
  private long stoppedAt;

  @SuppressWarnings({"unchecked", "rawtypes"})
  private Mesh(int count, int tokens, int mailbox, int payload) {
    words = payload / 8;
    int bound = mailbox == 0 ? Integer.MAX_VALUE : mailbox;
    mailboxes =
        Stream.generate(() -> new LinkedBlockingQueue<Token>(bound))
            .limit(count)
            .toArray(LinkedBlockingQueue[]::new);
    actors = new Actor[count];
    ready = new CountDownLatch(count);
    underWay = new AtomicInteger(tokens);
  }

  private static final class Token {
    long state;
    long z;
    long left;
    long[] payload;
  }

  private final class Actor implements Runnable {
    final int self;
    long sum;

    Actor(int self) {
      this.self = self;
    }

    @Override
    public void run() {
      var mailbox = mailboxes[self];
      try {
        mailbox.take();
        ready.countDown();
        while (true) {
          hop(mailbox.take());
        }
      } catch (InterruptedException e) {
        // The round is over.
      }
    }

    private void hop(Token token) throws InterruptedException {
      if (token.payload != null) {
        for (long word : token.payload) {
          sum += word;
        }
      }
      sum += mix(token.z ^ self);
      if (token.left > 0) {
        send(token);
      } else if (underWay.decrementAndGet() == 0) {
        stoppedAt = System.nanoTime();
        done.countDown();
      }
    }
  }

  private void send(Token token) throws InterruptedException {
    token.left--;
    token.state += GAMMA;
    long z = mix(token.state);
    token.z = z;
    if (words > 0) {
      token.payload = new long[words];
      Arrays.fill(token.payload, z);
    }
    mailboxes[(int) (((z >>> 32) * mailboxes.length) >>> 32)].put(token);
  }

  private void inject(int tokens, long messages, long seed) {
    try {
      startedAt = System.nanoTime();
      for (long k = 0; k < tokens; k++) {
        var token = new Token();
        token.state = mix(seed + (k + 1) * GAMMA);
        token.left = messages / tokens + (k < messages % tokens ? 1 : 0);
        send(token);
      }
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private void round(ThreadFactory factory, int tokens, long messages, long seed)
      throws InterruptedException {
    var threads = new Thread[actors.length];
    for (int i = 0; i < actors.length; i++) {
      actors[i] = new Actor(i);
      threads[i] = factory.newThread(actors[i]);
      threads[i].start();
    }
    for (var mailbox : mailboxes) {
      mailbox.put(new Token());
    }
    ready.await();
    factory.newThread(() -> inject(tokens, messages, seed)).start();
    done.await();
    for (var thread : threads) {
      thread.interrupt();
    }
    for (var thread : threads) {
      thread.join();
    }
  }

  private static long mix(long z) {
    z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
    z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
    return z ^ (z >>> 31);
  }

  public static void main(String[] args) throws InterruptedException {
    Map<String, String> flags = new HashMap<>();
    for (int i = 0; i + 1 < args.length; i += 2) {
      flags.put(args[i], args[i + 1]);
    }
    int actors = Integer.parseInt(flags.getOrDefault("--actors", "10000"));
    long messages = Long.parseLong(flags.getOrDefault("--messages", "1000000"));
    int tokens =
        (int) Math.min(messages, Long.parseLong(flags.getOrDefault("--in-flight", "1000")));
    int mailbox = Integer.parseInt(flags.getOrDefault("--mailbox", "64"));
    int payload = Integer.parseInt(flags.getOrDefault("--payload", "0"));
    long seed = Long.parseUnsignedLong(flags.getOrDefault("--seed", "42"));
    int warmup = Integer.parseInt(flags.getOrDefault("--warmup", "2"));
    int iterations = Integer.parseInt(flags.getOrDefault("--iterations", "5"));
    var workers = flags.getOrDefault("--workers", "0");
    if (!workers.equals("0")) {
      System.setProperty(
          "jdk.virtualThreadScheduler.parallelism", workers); // read when the first one starts
    }
    boolean virtual = flags.getOrDefault("--threads", "virtual").equals("virtual");
    var factory = virtual ? Thread.ofVirtual().factory() : Thread.ofPlatform().factory();
    for (int round = 0; round < warmup + iterations; round++) {
      System.gc(); // as the runtimes do: no round pays for another's garbage
      var mesh = new Mesh(actors, tokens, mailbox, payload);
      mesh.round(factory, tokens, messages, seed);
      if (round >= warmup) {
        long answer = Stream.of(mesh.actors).mapToLong(actor -> actor.sum).sum();
        System.out.printf("%016x %d%n", answer, mesh.stoppedAt - mesh.startedAt);
      }
    }
  }
}
