package io.interleave.figure;

import io.interleave.table.Effects;
import io.interleave.table.Effects.Effect;
import io.interleave.table.Interval;
import io.interleave.table.Unit;
import io.interleave.workload.InvalidInput;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.geom.Line2D;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;
import tech.tablesaw.api.Table;

/**
 * A forest plot: a row an effect of the factorial policy × representation × collector, a point and
 * an interval on throughput, and beside it on p99, 1 being no effect. Main effects first, then
 * interactions.
 */
public final class EffectsOfFactors implements Figure {
  private static final Font NAME = Style.font(7.5);
  private static final double GAP = Style.points(4);
  private static final double ROW_MM = 4.6;
  private static final Color MAIN = new Color(0x0072b2); // Okabe and Ito's blue and orange
  private static final Color INTERACTION = new Color(0xe69f00);

  private final List<String> factors;

  /** Policy, representation, collector. */
  public EffectsOfFactors() {
    this("policy", "representation", "gc");
  }

  /** These factors, as {@link Effects} understands them. */
  public EffectsOfFactors(String... factors) {
    this.factors = List.of(factors);
  }

  @Override
  public String title() {
    return "Effects of " + String.join(", ", factors);
  }

  @Override
  public Drawing draw(Table samples) {
    String[] names = factors.toArray(String[]::new);
    var throughput = Effects.onThroughput(samples, names);
    if (throughput.interactions().isEmpty()) {
      throw new InvalidInput(name() + " needs two factors that change; the table has not");
    }
    var measures = Stream.of(throughput, Effects.onLatency(samples, 99, names)).toList();
    var rows = rows(throughput);
    double width =
        GAP + rows.stream().mapToDouble(e -> Text.width(e.change(), NAME)).max().orElse(0);
    return new Drawing(
        title(),
        note(samples, throughput),
        Style.DOUBLE_COLUMN_MM,
        13 + ROW_MM * rows.size(),
        width,
        GAP,
        key(),
        measures.stream().map(m -> panel(m, m == throughput)).toList());
  }

  private static List<Effect> rows(Effects effects) {
    return Stream.concat(effects.main().stream(), effects.interactions().stream()).toList();
  }

  private static Panel panel(Effects effects, boolean named) {
    var rows = rows(effects);
    var ends =
        rows.stream().flatMapToDouble(e -> DoubleStream.of(e.ratio().low(), e.ratio().high(), 1));
    var axis = Axis.log(effects.measure() + " (ratio)", Unit.COUNT::format, 6, ends);
    var panel = new Panel(axis, Axis.rows(rows.size()));
    panel.add((g, frame) -> one(g, frame));
    for (int i = 0; i < rows.size(); i++) {
      var effect = rows.get(i);
      double at = -(i + 1.0);
      if (named) {
        panel.add((g, frame) -> label(g, frame, effect.change(), at));
      }
      panel.across(effect.change(), effect.ratio(), at, look(effect.interaction(), effect.ratio()));
    }
    return panel;
  }

  private static void label(Graphics2D g, Frame frame, String text, double row) {
    double x = frame.plot().getX() - GAP;
    Text.draw(g, text, NAME, Style.INK, x, frame.y(row) + Style.points(2.7), 1);
  }

  /** No effect. */
  private static void one(Graphics2D g, Frame frame) {
    g.setColor(Style.FAINT);
    g.setStroke(new BasicStroke((float) Style.points(0.7)));
    g.draw(new Line2D.Double(frame.x(1), frame.plot().getY(), frame.x(1), frame.plot().getMaxY()));
  }

  private static Look look(boolean interaction, Interval ratio) {
    return interaction
        ? new Look(INTERACTION, Mark.DIAMOND, ratio.spansOne(), List.of())
        : new Look(MAIN, Mark.CIRCLE, ratio.spansOne(), List.of());
  }

  private static Key key() {
    return new Key()
        .add("main effect", new Look(MAIN, Mark.CIRCLE, false, List.of()), 0, true)
        .add("interaction", new Look(INTERACTION, Mark.DIAMOND, false, List.of()), 0, true)
        .add("hollow: no difference", new Look(Style.INK, Mark.CIRCLE, true, List.of()), 0, true);
  }

  private String note(Table samples, Effects effects) {
    var groups = Group.of(Rows.all(samples).told().closedLoop(), new LinkedHashSet<>(factors));
    var intervals = effects.main().stream().map(Effect::ratio).toList();
    var said = new ArrayList<String>();
    said.add(Note.of(groups, new LinkedHashSet<>(factors), "", intervals));
    said.add("Geometric means over the other factors.");
    if (factors.contains("gc")) {
      said.add("The default collector is G1.");
    }
    return String.join(" ", said);
  }
}
