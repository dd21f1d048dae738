package io.interleave.workload;

/**
 * A program with one known answer, run by every runtime. The answer depends on parameters and seed
 * only, never on order or timing: a runtime that did less work, lost a message or sent one twice is
 * caught.
 *
 * <p>A workload is an immutable value: its class spells its name ({@code actor-mesh} is {@code
 * ActorMesh}), and a public constructor without arguments gives the defaults.
 */
public interface Workload extends Named {
  /** All of them. */
  Catalog<Workload> CATALOG = Catalog.of(Workload.class);

  /**
   * The workload of this name with its defaults: its class is asked for, and no class path scanned.
   *
   * @throws InvalidInput when there is none
   */
  static Workload ofName(String name) {
    var type = Workload.class.getPackageName() + "." + Named.className(name);
    try {
      return (Workload) Class.forName(type).getConstructor().newInstance();
    } catch (ReflectiveOperationException | LinkageError | ClassCastException e) {
      throw new InvalidInput("no workload '%s' in this JVM".formatted(name));
    }
  }

  /** What it does and what it is for, in one line. */
  String about();

  /** Its parameters and their values. */
  Values values();

  /**
   * The same workload with one parameter changed.
   *
   * @throws InvalidInput when there is no such parameter or the value is out of its range
   */
  Workload with(String name, String value);

  /**
   * Checks what a single parameter's range can't tell.
   *
   * @throws InvalidInput when the parameters don't fit together
   */
  default void check() {}

  /** The answer that a correct run gives. May take as long as the work itself on one core. */
  long answer();

  /** How many deliveries (or whatever it counts) a correct run makes. */
  long deliveries();

  /** How many tasks it has at once, at most. */
  long tasks();

  /**
   * Rounds that are run and discarded first, unless an experiment says otherwise. Round 0 is the
   * cold one.
   */
  default int warmup() {
    return 3;
  }
}
