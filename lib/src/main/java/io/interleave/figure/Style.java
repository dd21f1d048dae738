package io.interleave.figure;

import io.interleave.workload.SplitMix;
import java.awt.Color;
import java.awt.Font;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * The one style of all figures: white ground, the colours of Okabe and Ito (safe for the
 * colour-blind) and, where those end, of Tol. A runtime has the same colour and the same mark in
 * every figure. With settings other than its defaults it keeps both, hollow and dashed; so is what
 * was simulated.
 *
 * <p>Drawings are laid out in units of 1/300 inch, so that XChart, which rounds to whole units,
 * rounds below what is seen.
 */
public final class Style {
  /** Width of a single column, in millimetres. */
  public static final double SINGLE_COLUMN_MM = 88;

  /** Width of both columns, in millimetres. */
  public static final double DOUBLE_COLUMN_MM = 180;

  /** Units an inch: the pixels of a PNG. */
  static final int UNITS_PER_INCH = 300;

  static final Color INK = new Color(0x222222);
  static final Color FAINT = new Color(0x707070);
  static final Color GRID = new Color(0xe4e4e4);

  private static final List<Float> SOLID = List.of();
  private static final List<Mark> MARKS = List.of(Mark.values());
  private static final Map<String, Look> KNOWN =
      Map.ofEntries(
          known("go", 0x0072b2, Mark.CIRCLE),
          known("go-1.22", 0x4477aa, Mark.SQUARE),
          known("gccgo", 0x88ccee, Mark.DIAMOND),
          known("tinygo", 0x44aa99, Mark.CIRCLE),
          known("tokio", 0xd55e00, Mark.SQUARE),
          known("tokio-unstable", 0xee7733, Mark.CIRCLE),
          known("rust-threads", 0xe69f00, Mark.DIAMOND),
          known("smol", 0xcc6677, Mark.RIGHT),
          known("async-std", 0x56b4e9, Mark.PENTAGON),
          known("jdk-virtual", 0x009e73, Mark.UP),
          known("jdk-threads", 0xcc79a7, Mark.DOWN),
          known("kotlin", 0x7f52ff, Mark.LEFT),
          known("pekko", 0x66ccee, Mark.RIGHT),
          known("asyncio", 0x000000, Mark.LEFT),
          known("node", 0x228833, Mark.PENTAGON),
          known("cpp", 0x555555, Mark.DIAMOND),
          known("erlang", 0xa90533, Mark.CIRCLE));

  /** Of the live and the simulated machine: the policy gives the colour, by Tol's muted ones. */
  private static final Map<String, Color> POLICIES =
      Map.of(
          "go", new Color(0x332288),
          "tokio", new Color(0x882255),
          "smol", new Color(0xaa4499),
          "fork-join", new Color(0x117733),
          "thread-per-core", new Color(0x999933),
          "fifo", new Color(0x777777));

  /** And the representation the mark. */
  private static final Map<String, Mark> REPRESENTATIONS =
      Map.of("stackless", Mark.UP, "stackful", Mark.SQUARE, "virtual", Mark.DIAMOND);

  private static final Pattern OURS = Pattern.compile("(live|sim):([^/]+)/([a-z]+)(@[0-9]+)?");

  /** For runtimes without a colour of their own. */
  private static final List<Color> SPARE = List.copyOf(new TreeMap<>(POLICIES).values());

  private static final List<List<Float>> DASHES =
      List.of(
          List.of(4f, 2f), List.of(1.2f, 1.6f), List.of(6f, 1.6f, 1.2f, 1.6f), List.of(2.4f, 1.2f));

  static {
    // A stale DISPLAY would make AWT look for a screen that nothing here needs.
    if (System.getProperty("java.awt.headless") == null) {
      System.setProperty("java.awt.headless", "true");
    }
  }

  private Style() {}

  private static Map.Entry<String, Look> known(String runtime, int rgb, Mark mark) {
    return Map.entry(runtime, new Look(new Color(rgb), mark, false, SOLID));
  }

  /**
   * The colour of a runtime, the same in every figure: a fixed one, or one of the rest by its name.
   */
  public static Color colour(String runtime) {
    return plain(runtime).colour();
  }

  private static Look plain(String runtime) {
    var known = KNOWN.get(runtime);
    if (known != null) {
      return known;
    }
    long hash = SplitMix.mix(runtime.hashCode());
    var ours = OURS.matcher(runtime);
    if (ours.matches() && POLICIES.containsKey(ours.group(2))) {
      var mark = REPRESENTATIONS.getOrDefault(ours.group(3), Mark.CIRCLE);
      return new Look(
          Objects.requireNonNull(POLICIES.get(ours.group(2))),
          mark,
          ours.group(1).equals("sim"),
          ours.group(1).equals("sim") ? DASHES.getLast() : SOLID);
    }
    var colour = SPARE.get((int) Long.remainderUnsigned(hash, SPARE.size()));
    var mark = MARKS.get((int) Long.remainderUnsigned(hash >>> 32, MARKS.size()));
    return new Look(colour, mark, false, SOLID);
  }

  /**
   * The look of each label, a label being a runtime and, after a blank, its settings. Two that
   * would look alike in one figure are told apart: the later takes the next mark, or with settings
   * the next dashes.
   */
  static Map<String, Look> looks(Collection<String> labels) {
    return looks(labels, Style::look);
  }

  /** The same where hollow and dashed mean something else: colour and mark tell them apart. */
  static Map<String, Look> marks(Collection<String> labels) {
    return looks(
        labels,
        label -> {
          var look = look(label);
          return new Look(look.colour(), look.mark(), false, SOLID);
        });
  }

  private static Map<String, Look> looks(Collection<String> labels, Function<String, Look> wish) {
    var taken = new LinkedHashSet<Look>();
    var looks = new LinkedHashMap<String, Look>();
    for (var label : labels) {
      var look = wish.apply(label);
      for (int tries = 0; tries < MARKS.size() && taken.contains(look); tries++) {
        look = next(look);
      }
      taken.add(look);
      looks.put(label, look);
    }
    return looks;
  }

  private static Look look(String label) {
    int blank = label.indexOf(' ');
    if (blank < 0) {
      return plain(label);
    }
    var plain = plain(label.substring(0, blank));
    long hash = SplitMix.mix(label.hashCode());
    return new Look(
        plain.colour(),
        plain.mark(),
        true,
        DASHES.get((int) Long.remainderUnsigned(hash, DASHES.size())));
  }

  private static Look next(Look look) {
    if (look.hollow()) {
      return look.dashed(DASHES.get((DASHES.indexOf(look.dashes()) + 1) % DASHES.size()));
    }
    var mark = MARKS.get((MARKS.indexOf(look.mark()) + 1) % MARKS.size());
    return new Look(look.colour(), mark, false, SOLID);
  }

  static double points(double points) {
    return points * UNITS_PER_INCH / 72;
  }

  static double millimetres(double millimetres) {
    return millimetres * UNITS_PER_INCH / 25.4;
  }

  /** The font of all text; where it is missing Java takes its own default. */
  static Font font(double points) {
    return new Font("DejaVu Sans", Font.PLAIN, 1).deriveFont((float) points(points));
  }
}
