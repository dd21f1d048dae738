package io.interleave.policy;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.stream.Collectors;

/**
 * A policy's constants by name: {@code Constant.with(TokioPolicy.Constants.DEFAULT, "half", false)}
 * is an ablation. A policy keeps its constants in a nested record {@code Constants} of int, long
 * and boolean components, with the real scheduler's own in {@code DEFAULT}.
 */
public final class Constant {
  private Constant() {}

  /**
   * The same constants but for one.
   *
   * @param value the other value, or its text: 3, "3", false, "false"
   * @throws IllegalArgumentException when there is no such constant, or its value makes no sense:
   *     one line that tells what would
   */
  public static <R extends Record> R with(R constants, String name, Object value) {
    RecordComponent[] components = constants.getClass().getRecordComponents();
    var types = new Class<?>[components.length];
    var values = new Object[components.length];
    boolean known = false;
    for (int i = 0; i < components.length; i++) {
      boolean wanted = components[i].getName().equals(name);
      known |= wanted;
      types[i] = components[i].getType();
      values[i] = wanted ? parse(name, types[i], value.toString()) : get(constants, components[i]);
    }
    if (!known) {
      throw new IllegalArgumentException(
          "unknown constant %s: expected one of %s"
              .formatted(
                  name,
                  Arrays.stream(components)
                      .map(RecordComponent::getName)
                      .collect(Collectors.joining(", "))));
    }
    return make(constants, types, values);
  }

  private static Object parse(String name, Class<?> type, String text) {
    if (type == String.class) {
      return text;
    }
    if (type == boolean.class) {
      if (text.equals("true") || text.equals("false")) {
        return text.equals("true");
      }
      throw new IllegalArgumentException("%s=%s: expected true or false".formatted(name, text));
    }
    try {
      return type == int.class ? (Object) Integer.valueOf(text) : (Object) Long.valueOf(text);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException("%s=%s: expected an integer".formatted(name, text), e);
    }
  }

  private static Object get(Record constants, RecordComponent component) {
    try {
      return component.getAccessor().invoke(constants);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("%s is not public".formatted(constants.getClass()), e);
    }
  }

  @SuppressWarnings("unchecked") // it is the class of constants
  private static <R extends Record> R make(R constants, Class<?>[] types, Object[] values) {
    try {
      return (R) constants.getClass().getConstructor(types).newInstance(values);
    } catch (InvocationTargetException e) {
      if (e.getCause() instanceof IllegalArgumentException refused) {
        throw refused;
      }
      throw new IllegalStateException(e);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("%s is not public".formatted(constants.getClass()), e);
    }
  }

  /** For a record's constructor: refuses what is not a ring's capacity. */
  static void requireRing(int ring) {
    if (ring < 2 || ring > 1 << 20 || Integer.bitCount(ring) != 1) {
      throw new IllegalArgumentException(
          "ring=%d: expected a power of two, 2 to %d".formatted(ring, 1 << 20));
    }
  }

  /** For a record's constructor: refuses what is less than {@code least}. */
  static void requireAtLeast(String name, long value, long least) {
    if (value < least) {
      throw new IllegalArgumentException(
          "%s=%d: expected at least %d".formatted(name, value, least));
    }
  }
}
