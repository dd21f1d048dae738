package io.interleave.workload;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One parameter of a workload or a setting of a runtime: its name, its default, what it may be.
 *
 * <p>Values are kept as text in one canonical form, so that a trial has one key however it was
 * written.
 *
 * @param name as the contract and the command line spell it
 * @param kind how its text is read
 * @param byDefault the default, in canonical form
 * @param min least value ({@link Kind#INTEGER} only)
 * @param max greatest value ({@link Kind#INTEGER} only)
 * @param multipleOf what it must be a multiple of ({@link Kind#INTEGER} only)
 * @param choices what it may be ({@link Kind#CHOICE} only)
 * @param about one line for {@code --help}
 */
public record Parameter(
    String name,
    Kind kind,
    String byDefault,
    long min,
    long max,
    long multipleOf,
    List<String> choices,
    String about) {

  /** How a parameter's text is read, and how it travels in the contract. */
  public enum Kind {
    /** A whole number below 2⁵³; a JSON number. */
    INTEGER,
    /** One of a few words; a JSON string. */
    CHOICE,
    /** Any unsigned 64-bit number, decimal or 0x…; a JSON string, since JSON numbers lose bits. */
    UNSIGNED,
    /** A word, such as a file's name; a JSON string. */
    TEXT
  }

  /** A whole number from {@code min} to {@code max}. */
  public static Parameter integer(String name, long byDefault, long min, long max, String about) {
    return new Parameter(
        name, Kind.INTEGER, Long.toString(byDefault), min, max, 1, List.of(), about);
  }

  /** One of {@code choices}; the first is the default. */
  public static Parameter choice(String name, List<String> choices, String about) {
    return new Parameter(name, Kind.CHOICE, choices.getFirst(), 0, 0, 1, choices, about);
  }

  /** Any unsigned 64-bit number. */
  public static Parameter unsigned(String name, long byDefault, String about) {
    return new Parameter(
        name, Kind.UNSIGNED, Long.toUnsignedString(byDefault), 0, 0, 1, List.of(), about);
  }

  /** A word without blanks. */
  public static Parameter text(String name, String byDefault, String about) {
    return new Parameter(name, Kind.TEXT, byDefault, 0, 0, 1, List.of(), about);
  }

  /** The same, accepting multiples of {@code step} only. */
  public Parameter multiplesOf(long step) {
    return new Parameter(name, kind, byDefault, min, max, step, choices, about);
  }

  /** The same, with another default. */
  public Parameter byDefault(String value) {
    return new Parameter(name, kind, parse(value), min, max, multipleOf, choices, about);
  }

  /**
   * The canonical form of {@code text}.
   *
   * @throws InvalidInput when it isn't a value of this parameter
   */
  public String parse(String text) {
    String value = canonical(text.strip());
    if (value == null) {
      throw new InvalidInput("%s=%s: expected %s".formatted(name, text, range()));
    }
    return value;
  }

  private @Nullable String canonical(String text) {
    try {
      return switch (kind) {
        case CHOICE -> choices.contains(text) ? text : null;
        case TEXT -> text.matches("\\S+") ? text : null;
        case UNSIGNED ->
            Long.toUnsignedString(
                text.startsWith("0x")
                    ? Long.parseUnsignedLong(text, 2, text.length(), 16)
                    : Long.parseUnsignedLong(text));
        case INTEGER -> {
          long value = Long.parseLong(text.replace("_", ""));
          yield value < min || value > max || value % multipleOf != 0 ? null : Long.toString(value);
        }
      };
    } catch (NumberFormatException e) {
      return null;
    }
  }

  /** What it may be, in words. */
  public String range() {
    return switch (kind) {
      case TEXT -> "a word without blanks";
      case CHOICE -> "one of " + String.join(", ", choices);
      case UNSIGNED -> "an unsigned 64-bit number (0 … 18446744073709551615)";
      case INTEGER ->
          "a whole number from %d to %d%s"
              .formatted(min, max, multipleOf == 1 ? "" : ", a multiple of " + multipleOf);
    };
  }
}
