package io.interleave.figure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.interleave.workload.InvalidInput;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.imageio.ImageIO;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.knowm.xchart.XYSeries;
import org.xml.sax.InputSource;
import tech.tablesaw.api.Table;

/**
 * Every figure, drawn once from made-up samples. That they are good to look at only eyes can tell.
 */
final class GalleryTest {
  private static Table closed = Table.create();
  private static Table open = Table.create();
  private static Map<Figure, Drawing> drawings = Map.of();

  @BeforeAll
  static void draw() {
    closed = SyntheticSamples.closedLoop();
    open = SyntheticSamples.openLoop();
    var sweep = SyntheticSamples.inFlightSweep();
    drawings =
        Map.of(
                new LatencyByPercentile(),
                closed,
                new ThroughputByRuntime(),
                closed,
                new Memory(),
                closed,
                new ThroughputAgainstLoad(),
                open,
                new LatencyAgainstLoad(),
                open,
                new LatencyAgainstInFlight(),
                sweep,
                new CostByRuntime(),
                closed,
                new MeasureAgainst("inFlight")
                    .percentile("hop", 99, "99 % of hops within")
                    .median("throughput_per_s", "throughput"),
                sweep,
                new RatioAgainst(),
                SyntheticSamples.workSweep())
            .entrySet()
            .stream()
            .collect(Collectors.toMap(Map.Entry::getKey, e -> e.getKey().draw(e.getValue())));
  }

  @Test
  void everySvgIsXmlAndSmallAndTheSameTwice() throws Exception {
    for (var drawing : drawings.values()) {
      String svg = drawing.svg();
      var root =
          DocumentBuilderFactory.newInstance()
              .newDocumentBuilder()
              .parse(new InputSource(new StringReader(svg)))
              .getDocumentElement();
      assertThat(root.getTagName()).isEqualTo("svg");
      assertThat(root.getAttribute("width")).endsWith("mm");
      assertThat(svg.length()).as(drawing.title()).isLessThan(200_000);
      assertThat(svg)
          .isEqualTo(drawing.svg())
          .contains("<title>" + drawing.title())
          .doesNotContain("NaN", "Infinity", "∞");
    }
  }

  @Test
  void everyRuntimeIsInEveryFigure() {
    drawings.forEach(
        (figure, drawing) -> {
          for (var chart : drawing.charts()) {
            var names = chart.getSeriesCollection().stream().map(XYSeries::getName).toList();
            for (var label : SyntheticSamples.LABELS) {
              assertThat(names).as(figure.name()).anyMatch(name -> name.startsWith(label));
            }
          }
        });
  }

  @Test
  void everyRuntimeHasOneColourInAllFigures() {
    for (var label : SyntheticSamples.LABELS) {
      var colour = Style.colour(label.split(" ", 2)[0]);
      String hex = "#%06x".formatted(colour.getRGB() & 0xffffff);
      drawings.forEach(
          (figure, drawing) ->
              assertThat(drawing.svg()).as("%s in %s", label, figure.name()).contains(hex));
    }
  }

  @Test
  void whatDidNotFinishIsNamedWithItsReason() {
    drawings.forEach(
        (figure, drawing) ->
            assertThat(drawing.note())
                .as(figure.name())
                .contains(SyntheticSamples.DNF + " DNF")
                .contains("deadlock"));
  }

  @Test
  void theNoteSaysWhatTheIntervalsAreAndWhatRan() {
    drawings.forEach(
        (figure, drawing) ->
            assertThat(drawing.note())
                .contains("10 forks; bars: 95 % intervals")
                .contains("10,000 actors"));
  }

  @Test
  void allDataIsFinite() {
    for (var drawing : drawings.values()) {
      for (var chart : drawing.charts()) {
        for (var series : chart.getSeriesCollection()) {
          assertThat(series.getYData())
              .as(series.getName())
              .doesNotContain(Double.NaN, Double.POSITIVE_INFINITY);
        }
      }
    }
  }

  @Test
  void aPngHasThePixelsOfItsSizeInPrint() throws IOException {
    for (var drawing : drawings.values()) {
      var image = ImageIO.read(new ByteArrayInputStream(drawing.png()));
      assertThat(image.getWidth())
          .isEqualTo((int) Math.round(drawing.widthMillimetres() / 25.4 * 300));
      assertThat(image.getHeight())
          .isEqualTo((int) Math.round(drawing.heightMillimetres() / 25.4 * 300));
      assertThat(drawing.widthMillimetres()).isBetween(85.0, 180.1);
      assertThat(image.getRGB(0, 0)).isEqualTo(0xffffffff);
    }
  }

  @Test
  void aPdfIsOnePageOfTheSizeInPrint() {
    var box = Pattern.compile("/MediaBox \\[0 0 ([0-9.]+) ([0-9.]+)\\]");
    for (var drawing : drawings.values()) {
      String pdf = new String(drawing.pdf(), StandardCharsets.ISO_8859_1);
      assertThat(pdf).startsWith("%PDF");
      var size = box.matcher(pdf);
      assertThat(size.find()).isTrue();
      assertThat(Double.parseDouble(size.group(1))).isBetween(240.0, 515.0);
    }
  }

  @Test
  void savingWritesAllThreeForms(@TempDir Path folder) throws IOException {
    var drawing = drawings.values().iterator().next();
    assertThat(drawing.save(folder.resolve("new"), "x"))
        .extracting(f -> f.getFileName().toString())
        .containsExactly("x.svg", "x.png", "x.pdf");
  }

  @Test
  void onlyTimedRoundsAreDrawn() {
    var cold = closed.where(closed.stringColumn("phase").isEqualTo("cold"));
    for (var figure : List.of(new LatencyByPercentile(), new ThroughputByRuntime(), new Memory())) {
      assertThatThrownBy(() -> figure.draw(cold))
          .isInstanceOf(InvalidInput.class)
          .hasMessageContaining("timed rows");
    }
  }

  @Test
  void aTableThatDoesNotHoldWhatIsNeededIsRefusedInOneLine() {
    var needs =
        Map.of(
            new LatencyAgainstLoad(),
            "open loop",
            new ThroughputAgainstLoad(),
            "open loop",
            new LatencyAgainstInFlight(),
            "hop_histogram");
    needs.forEach(
        (figure, what) -> {
          var other = what.equals("open loop") ? closed : open;
          assertThatThrownBy(() -> figure.draw(other))
              .isInstanceOf(InvalidInput.class)
              .hasMessageContaining(what)
              .hasMessageNotContaining("\n");
        });
    for (var figure : drawings.keySet()) {
      assertThatThrownBy(() -> figure.draw(Table.create("empty"))).isInstanceOf(InvalidInput.class);
    }
  }

  @Test
  void namesAreThoseOfTheClasses() {
    assertThat(new LatencyByPercentile().name()).isEqualTo("latency-by-percentile");
    assertThat(new Memory().name()).isEqualTo("memory");
  }

  @Test
  void aRuntimeWithOtherParametersThanTheRestSaysSo() {
    assertThat(
            new LatencyByPercentile(LatencyByPercentile.Loop.CLOSED)
                .draw(closed)
                .charts()
                .getFirst()
                .getSeriesCollection())
        .extracting(XYSeries::getName)
        .contains("rust-threads (messages=100,000)");
  }

  @Test
  void differentParametersOfOneRuntimeAreNeverMerged() {
    var groups = Group.of(Rows.all(SyntheticSamples.inFlightSweep()).timed(), java.util.Set.of());
    assertThat(groups).hasSize(4 * SyntheticSamples.LABELS.size());
  }

  @Test
  void aFewForksAreSaidToGiveARange() {
    var few = closed.where(closed.longColumn("fork").isLessThan(3));
    assertThat(new ThroughputByRuntime().draw(few).note()).contains("3 forks; bars: the range");
  }

  @Test
  void oneRuntimeAloneAndNoMeasureOfTheIdleStateCanBeDrawn() {
    var alone =
        closed
            .where(closed.stringColumn("label").isEqualTo("go"))
            .removeColumns("idle_rss_bytes", "effective_in_flight");
    for (var figure : List.of(new LatencyByPercentile(), new ThroughputByRuntime(), new Memory())) {
      assertThat(figure.draw(alone).svg().toLowerCase(Locale.ROOT)).contains("#0072b2");
    }
  }
}
