package io.interleave.workload;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * A complete set of values: one for every parameter, in the parameters' order, in canonical form.
 * Immutable.
 *
 * @param parameters what may be set
 * @param byName the value of each
 */
public record Values(List<Parameter> parameters, Map<String, String> byName) {
  /** Copies both, so that nobody changes them later. */
  public Values {
    parameters = List.copyOf(parameters);
    byName = Collections.unmodifiableMap(new LinkedHashMap<>(byName));
  }

  /** Every parameter at its default. */
  public static Values defaults(List<Parameter> parameters) {
    var byName = new LinkedHashMap<String, String>();
    parameters.forEach(p -> byName.put(p.name(), p.byDefault()));
    return new Values(parameters, byName);
  }

  /**
   * The same, with one value changed.
   *
   * @throws InvalidInput when there is no such parameter or the value is none of its
   */
  public Values with(String name, String text) {
    var changed = new LinkedHashMap<>(byName);
    changed.put(name, parameter(name).parse(text));
    return new Values(parameters, changed);
  }

  private Parameter parameter(String name) {
    return parameters.stream()
        .filter(p -> p.name().equals(name))
        .findFirst()
        .orElseThrow(
            () -> new InvalidInput("no parameter '%s': there are %s".formatted(name, names())));
  }

  /** Whether there is a parameter of this name. */
  public boolean has(String name) {
    return byName.containsKey(name);
  }

  /** The names, separated by commas. */
  public String names() {
    return String.join(", ", byName.keySet());
  }

  /** The value as text; the name must be one of the parameters'. */
  public String text(String name) {
    String value = byName.get(name);
    if (value == null) {
      throw new InvalidInput("no parameter '%s': there are %s".formatted(name, names()));
    }
    return value;
  }

  /** The value as a number; an unsigned one comes with its bits. */
  public long number(String name) {
    return Long.parseUnsignedLong(text(name).replace("-", ""))
        * (text(name).startsWith("-") ? -1 : 1);
  }

  /**
   * Those that differ from their defaults, as {@code name=value} separated by blanks; empty when
   * none does.
   */
  public String changed() {
    return parameters.stream()
        .filter(p -> !p.byDefault().equals(text(p.name())))
        .map(p -> p.name() + "=" + text(p.name()))
        .collect(Collectors.joining(" "));
  }

  /** For JSON: integers as numbers, all else as text. */
  public Map<String, Object> json() {
    var json = new LinkedHashMap<String, Object>();
    for (var p : parameters) {
      json.put(
          p.name(),
          p.kind() == Parameter.Kind.INTEGER ? (Object) number(p.name()) : text(p.name()));
    }
    return json;
  }
}
