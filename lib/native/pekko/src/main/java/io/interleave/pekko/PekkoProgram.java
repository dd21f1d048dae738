package io.interleave.pekko;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import io.interleave.runtime.Program;
import io.interleave.workload.ActorMesh;
import io.interleave.workload.Execution;
import io.interleave.workload.InvalidInput;
import io.interleave.workload.Workload;
import java.util.Map;
import java.util.Set;
import org.apache.pekko.Version;
import org.apache.pekko.actor.ActorSystem;

/**
 * The runtime {@code pekko}: classic actors on the default dispatcher, a fork-join pool.
 *
 * <p>Classic, not typed: a typed actor is a classic one with an adapter in front, and costs more a
 * message. An unbounded mailbox is the one that typed actors have by default, a lock-free list of
 * many producers and one consumer.
 *
 * <p>A bounded mailbox of Pekko's either drops what has no room (to the dead letters: a token would
 * be lost) or blocks the thread that sends. Here it blocks, for as long as it takes: {@code
 * BoundedMailbox} with an infinite time-out, whose {@code LinkedBlockingQueue.put} tells the pool,
 * so that another thread may take the blocked one's place. That is back-pressure, at the price of a
 * thread; protocols of acknowledgement, as Pekko's streams have them, would be other messages than
 * the workload's.
 */
public final class PekkoProgram implements Program {
  private static final Set<String> SETTINGS = Set.of("workers", "throughput", "tick", "gc", "heap");

  private final Map<String, String> settings;
  private ActorSystem system;

  /** Made by the library, from the settings of the request. */
  public PekkoProgram(Map<String, String> settings) {
    this.settings = Map.copyOf(settings);
    for (String name : settings.keySet()) {
      if (!SETTINGS.contains(name)) {
        throw new InvalidInput(
            "no setting '%s': there are workers, throughput, tick, gc, heap".formatted(name));
      }
    }
  }

  private int setting(String name, int byDefault) {
    return Integer.parseInt(settings.getOrDefault(name, Integer.toString(byDefault)));
  }

  @Override
  public String version() {
    return "Pekko %s, %s".formatted(Version.current(), Program.super.version());
  }

  @Override
  public int workers() {
    int workers = setting("workers", 0);
    return workers > 0 ? workers : Runtime.getRuntime().availableProcessors();
  }

  @Override
  public Map<String, String> notes() {
    return Map.of(
        "mailbox",
        "bounded: BoundedMailbox, blocking the sender's thread while it is full;"
            + " unbounded: SingleConsumerOnlyUnboundedMailbox",
        "timer",
        "LightArrayRevolverScheduler: a thread of its own wakes every %d ms in the open loop"
            .formatted(setting("tick", 1)),
        "turn",
        "at most %d messages an actor".formatted(setting("throughput", 5)));
  }

  @Override
  public Execution execution(Workload workload) {
    if (!(workload instanceof ActorMesh mesh)) {
      throw new InvalidInput(workload.name() + " is not written for pekko");
    }
    if (system == null) { // a process runs one workload, and its mailboxes are the system's matter
      system = ActorSystem.create("interleave", config(mesh));
    }
    return new PekkoMesh(mesh, system);
  }

  private Config config(ActorMesh mesh) {
    long bound = mesh.values().number("mailbox");
    return ConfigFactory.parseString(
            """
            pekko.loglevel = WARNING
            pekko.actor.default-dispatcher.throughput = %d
            pekko.actor.default-dispatcher.fork-join-executor { parallelism-min = %d, parallelism-max = %2$d }
            pekko.scheduler.tick-duration = %d ms
            mesh-mailbox {
              mailbox-type = "org.apache.pekko.dispatch.%s"
              mailbox-capacity = %d
              mailbox-push-timeout-time = -1s
            }
            """
                .formatted(
                    setting("throughput", 5),
                    workers(),
                    mesh.openLoop() ? setting("tick", 1) : 10,
                    bound > 0 ? "BoundedMailbox" : "SingleConsumerOnlyUnboundedMailbox",
                    bound))
        .withFallback(ConfigFactory.load());
  }
}
