import com.typesafe.config.ConfigFactory;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.apache.pekko.actor.ActorRef;
import org.apache.pekko.actor.ActorSystem;
import org.apache.pekko.actor.Props;
import org.apache.pekko.actor.UntypedAbstractActor;

/**
 * The yardstick of the runtime pekko: actor-mesh, closed loop, with nothing but the work. No
 * contract, no recording, no counting, no progress. Prints a line for each timed round: the answer
 * and its nanoseconds.
 */
final class Mesh {
  private static final long GAMMA = 0x9e3779b97f4a7c15L;

  private final ActorRef[] refs;
  private final Actor[] actors;
  private final int words;
  private final int tokens;
  private final CountDownLatch ready;
  private final AtomicInteger underWay;
  private final CountDownLatch done = new CountDownLatch(1);
  private final CountDownLatch gone = new CountDownLatch(1);
  private long startedAt;
  private long stoppedAt;

  private Mesh(int count, int tokens, int payload) {
    words = payload / 8;
    refs = new ActorRef[count];
    actors = new Actor[count];
    this.tokens = tokens;
    ready = new CountDownLatch(count);
    underWay = new AtomicInteger(tokens);
  }

  private static final class Token {
    long state;
    long z;
    long left;
    long[] payload;
  }

  private enum Greeting {
    HELLO
  }

  private record Inject(long messages, long seed) {}

  private final class Actor extends UntypedAbstractActor {
    final int self;
    long sum;

    Actor(int self) {
      this.self = self;
      actors[self] = this;
    }

    @Override
    public void onReceive(Object message) {
      if (message instanceof Token token) {
        hop(token);
      } else {
        ready.countDown();
      }
    }

    private void hop(Token token) {
      if (token.payload != null) {
        for (long word : token.payload) {
          sum += word;
        }
      }
      sum += mix(token.z ^ self);
      if (token.left > 0) {
        send(token, getSelf());
      } else if (underWay.decrementAndGet() == 0) {
        stoppedAt = System.nanoTime();
        done.countDown();
      }
    }
  }

  private final class Guardian extends UntypedAbstractActor {
    @Override
    public void preStart() {
      for (int i = 0; i < refs.length; i++) {
        int self = i;
        refs[i] =
            getContext()
                .actorOf(
                    Props.create(Actor.class, () -> new Actor(self)).withMailbox("mesh-mailbox"));
      }
      for (var ref : refs) {
        ref.tell(Greeting.HELLO, getSelf());
      }
    }

    @Override
    public void onReceive(Object message) {
      if (message instanceof Inject inject) {
        getContext().actorOf(Props.create(Injector.class, () -> new Injector(inject)));
      }
    }

    @Override
    public void postStop() {
      gone.countDown();
    }
  }

  private final class Injector extends UntypedAbstractActor {
    private final Inject what;

    Injector(Inject what) {
      this.what = what;
    }

    @Override
    public void preStart() {
      startedAt = System.nanoTime();
      for (long k = 0; k < tokens; k++) {
        var token = new Token();
        token.state = mix(what.seed + (k + 1) * GAMMA);
        token.left = what.messages / tokens + (k < what.messages % tokens ? 1 : 0);
        send(token, getSelf());
      }
    }

    @Override
    public void onReceive(Object message) {
      unhandled(message);
    }
  }

  private void send(Token token, ActorRef sender) {
    token.left--;
    token.state += GAMMA;
    long z = mix(token.state);
    token.z = z;
    if (words > 0) {
      token.payload = new long[words];
      Arrays.fill(token.payload, z);
    }
    refs[(int) (((z >>> 32) * refs.length) >>> 32)].tell(token, sender);
  }

  private void round(ActorSystem system, Inject what) throws InterruptedException {
    var guardian = system.actorOf(Props.create(Guardian.class, Guardian::new));
    ready.await();
    guardian.tell(what, ActorRef.noSender());
    done.await();
    system.stop(guardian);
    gone.await();
  }

  private static long mix(long z) {
    z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
    z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
    return z ^ (z >>> 31);
  }

  /**
   * Pekko's own settings, but for the number of threads, the mailbox, and news on standard output.
   */
  private static ActorSystem system(int workers, int mailbox) {
    var config =
        """
        pekko.loglevel = WARNING
        pekko.actor.default-dispatcher.fork-join-executor { parallelism-min = %d, parallelism-max = %1$d }
        mesh-mailbox {
          mailbox-type = "org.apache.pekko.dispatch.%s"
          mailbox-capacity = %d
          mailbox-push-timeout-time = -1s
        }
        """
            .formatted(
                workers > 0 ? workers : Runtime.getRuntime().availableProcessors(),
                mailbox > 0 ? "BoundedMailbox" : "SingleConsumerOnlyUnboundedMailbox",
                mailbox);
    return ActorSystem.create(
        "bare", ConfigFactory.parseString(config).withFallback(ConfigFactory.load()));
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
    int payload = Integer.parseInt(flags.getOrDefault("--payload", "0"));
    long seed = Long.parseUnsignedLong(flags.getOrDefault("--seed", "42"));
    int warmup = Integer.parseInt(flags.getOrDefault("--warmup", "2"));
    int iterations = Integer.parseInt(flags.getOrDefault("--iterations", "5"));
    var system =
        system(
            Integer.parseInt(flags.getOrDefault("--workers", "0")),
            Integer.parseInt(flags.getOrDefault("--mailbox", "64")));
    for (int round = 0; round < warmup + iterations; round++) {
      System.gc(); // as the runtimes do: no round pays for another's garbage
      var mesh = new Mesh(actors, tokens, payload);
      mesh.round(system, new Inject(messages, seed));
      if (round >= warmup) {
        long answer = Stream.of(mesh.actors).mapToLong(actor -> actor.sum).sum();
        System.out.printf("%016x %d%n", answer, mesh.stoppedAt - mesh.startedAt);
      }
    }
    system.terminate();
  }
}
