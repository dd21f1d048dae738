package io.interleave;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.openjdk.jcstress.Main;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.infra.collectors.DiskReadCollector;
import org.openjdk.jcstress.infra.collectors.InProcessCollector;
import org.openjdk.jcstress.infra.collectors.TestResult;

/**
 * Runs jcstress in the working directory, and writes what it counted to {@code counts}: a line a
 * test, with its name, samples, and forbidden ones. It ends with its standard input, and takes its
 * forks with it.
 */
public final class JcstressMain {
  private JcstressMain() {}

  /** With jcstress's own arguments. */
  public static void main(String[] args) throws Exception {
    Thread.ofPlatform().daemon().start(JcstressMain::endWithInput);
    try {
      Main.main(args);
    } catch (AssertionError e) {
      // Some outcome was forbidden, as the canaries' are: the counts tell.
    }
    Files.write(
        Path.of("counts"),
        counts().entrySet().stream()
            .map(e -> "%s %d %d".formatted(e.getKey(), e.getValue()[0], e.getValue()[1]))
            .toList());
    end(0);
  }

  private static Map<String, long[]> counts() throws Exception {
    var counts = new TreeMap<String, long[]>();
    try (var files = Files.newDirectoryStream(Path.of(""), "jcstress-results-*")) {
      for (Path file : files) {
        var collector = new InProcessCollector();
        new DiskReadCollector(file.toString(), collector).dump();
        for (TestResult result : collector.getTestResults()) {
          long[] count = counts.computeIfAbsent(result.getName(), n -> new long[2]);
          count[0] += result.getTotalCount();
          count[1] += forbidden(result);
        }
      }
    }
    return counts;
  }

  private static long forbidden(TestResult result) {
    return result.grading().gradingResults.values().stream()
        .filter(g -> g.expect == Expect.FORBIDDEN)
        .mapToLong(g -> g.count)
        .sum();
  }

  private static void endWithInput() {
    try {
      while (System.in.read() >= 0) {
        // Nothing is expected.
      }
    } catch (IOException e) {
      // The same as its end.
    }
    end(130);
  }

  private static void end(int status) {
    ProcessHandle.current().descendants().forEach(ProcessHandle::destroyForcibly);
    Runtime.getRuntime().halt(status);
  }
}
