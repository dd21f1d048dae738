package io.interleave;

import java.util.List;
import org.jetbrains.lincheck.datastructures.ModelCheckingOptions;
import org.jetbrains.lincheck.datastructures.Options;
import org.jetbrains.lincheck.datastructures.StressOptions;

/**
 * Lincheck's two ways to look for an interleaving that no order of whole operations explains: every
 * switch it can place (but on a sequentially consistent machine), and real threads.
 *
 * <p>Two threads, up to four operations each, and none before: what they do meets in small rings.
 */
public final class Lincheck {
  private Lincheck() {}

  /**
   * Throws an {@link AssertionError} with the interleaving when it finds one.
   *
   * @param structure whose operations are checked
   * @param specification the same operations, one at a time
   * @param iterations scenarios of each way
   * @param invocations interleavings a scenario
   */
  public static void check(
      Class<?> structure, Class<?> specification, int iterations, int invocations) {
    List<Options<?, ?>> ways = List.of(new ModelCheckingOptions(), new StressOptions());
    for (Options<?, ?> way : ways) {
      way.threads(2).actorsPerThread(4).actorsBefore(0).actorsAfter(2);
      way.iterations(iterations).invocationsPerIteration(invocations);
      way.sequentialSpecification(specification).check(structure);
    }
  }
}
