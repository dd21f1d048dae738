package io.interleave.cli;

import io.interleave.Interleave;
import io.interleave.figure.Figure;
import io.interleave.workload.InvalidInput;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tech.tablesaw.api.Table;

@Command(
    name = "figures",
    description = "Draws a recorded run's figures as SVG, PNG and PDF. Nothing is measured.",
    mixinStandardHelpOptions = true)
final class FiguresCommand implements Callable<Integer> {
  @Parameters(
      paramLabel = "RUN",
      description = "name or folder of a recorded run (`interleave results` lists them)")
  private String run;

  @Option(
      names = "--only",
      paramLabel = "FIGURE",
      description = "this figure; may be repeated. Default: all that its data allow")
  private List<String> only = List.of();

  @Option(
      names = "--out",
      defaultValue = "target/figures",
      description = "folder; default: ${DEFAULT-VALUE}/RUN")
  private Path out;

  @Override
  public Integer call() throws IOException {
    var results = Interleave.open().results(run);
    Table samples = results.samples();
    Path folder = out.resolve(results.name());
    List<Figure> figures =
        only.isEmpty() ? Figure.CATALOG.all() : only.stream().map(Figure.CATALOG::named).toList();
    for (Figure figure : figures) {
      try {
        figure.draw(samples).save(folder, figure.name());
        System.out.println(folder.resolve(figure.name()) + ".{svg,png,pdf}");
      } catch (InvalidInput e) {
        if (!only.isEmpty()) {
          throw e;
        }
        System.out.println("%s: not drawn: %s".formatted(figure.name(), e.getMessage()));
      }
    }
    return 0;
  }
}
