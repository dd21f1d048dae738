package io.interleave.jmh;

import io.interleave.workload.InvalidInput;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.openjdk.jmh.annotations.Group;
import org.openjdk.jmh.runner.BenchmarkList;
import org.openjdk.jmh.runner.BenchmarkListEntry;
import org.openjdk.jmh.runner.format.OutputFormatFactory;
import org.openjdk.jmh.runner.options.VerboseMode;

/**
 * A micro-benchmark as JMH's list in the jar has it.
 *
 * @param name class and method, such as {@code Queue.offerPoll}
 * @param measures what one operation is
 * @param parameters each with its values, of which every combination is run
 */
public record Micro(String name, String measures, Map<String, List<String>> parameters) {
  private static final String PACKAGE = Micro.class.getPackageName() + ".";

  /** All that the library has, by name. */
  public static List<Micro> all() {
    var silent = OutputFormatFactory.createFormatInstance(System.out, VerboseMode.SILENT);
    return BenchmarkList.defaultList().getAll(silent, List.of()).stream()
        .filter(entry -> entry.getUsername().startsWith(PACKAGE))
        .map(Micro::of)
        .toList();
  }

  /**
   * Those with these names: {@code Queue} is every benchmark of that class, {@code Queue.offerPoll}
   * one.
   *
   * @throws InvalidInput when there is none of a name, naming those there are
   */
  public static List<Micro> named(List<String> names) {
    var all = all();
    for (String name : names) {
      if (all.stream().noneMatch(micro -> micro.isOf(name))) {
        throw new InvalidInput(
            "no benchmark '%s': there are %s"
                .formatted(
                    name,
                    all.stream().map(Micro::group).distinct().collect(Collectors.joining(", "))));
      }
    }
    return all.stream().filter(micro -> names.stream().anyMatch(micro::isOf)).toList();
  }

  private static Micro of(BenchmarkListEntry entry) {
    var parameters = new TreeMap<String, List<String>>();
    entry
        .getParams()
        .orElse(Map.of())
        .forEach((name, values) -> parameters.put(name, List.of(values)));
    return new Micro(shortened(entry.getUsername()), measures(entry), parameters);
  }

  /** Without the package, as people call it. */
  static String shortened(String name) {
    return name.startsWith(PACKAGE) ? name.substring(PACKAGE.length()) : name;
  }

  /** A group of methods that run side by side has one name, and a description a method. */
  private static String measures(BenchmarkListEntry entry) {
    String method = entry.getUsername().substring(entry.getUsername().lastIndexOf('.') + 1);
    try {
      return Arrays.stream(Class.forName(entry.getUserClassQName()).getMethods())
          .filter(m -> m.getName().equals(method) || isIn(m, method))
          .filter(m -> m.isAnnotationPresent(Measures.class))
          .map(m -> m.getAnnotation(Measures.class).value())
          .sorted()
          .collect(Collectors.joining("; "));
    } catch (ClassNotFoundException e) {
      throw new IllegalStateException("JMH's list names a class that is not here", e);
    }
  }

  private static boolean isIn(Method method, String group) {
    var annotation = method.getAnnotation(Group.class);
    return annotation != null && annotation.value().equals(group);
  }

  /** Such as {@code policy=go,tokio,fifo}; empty when it has none. */
  public String parameterText() {
    return parameters.entrySet().stream()
        .map(p -> p.getKey() + "=" + String.join(",", p.getValue()))
        .collect(Collectors.joining(" "));
  }

  private String group() {
    return name.substring(0, name.indexOf('.'));
  }

  private boolean isOf(String wanted) {
    return name.equals(wanted) || group().equals(wanted);
  }

  /** How JMH is told to run this one and no other. */
  String pattern() {
    return "^" + (PACKAGE + name).replace(".", "\\.") + "$";
  }

  /** Its combinations of parameters, each run in forks of its own. */
  int combinations(Map<String, List<String>> instead) {
    return parameters.entrySet().stream()
        .mapToInt(p -> instead.getOrDefault(p.getKey(), p.getValue()).size())
        .reduce(1, (a, b) -> a * b);
  }
}
