package io.interleave.cli;

import io.interleave.workload.Parameter;
import java.util.LinkedHashMap;
import java.util.Map;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** What {@code --json} prints: one value on standard output, and nothing else. */
final class Json {
  private static final JsonMapper PRETTY =
      JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

  private Json() {}

  static void print(Object value) {
    System.out.println(PRETTY.writeValueAsString(value));
  }

  static Map<String, Object> parameter(Parameter parameter) {
    var fields = new LinkedHashMap<String, Object>();
    fields.put("name", parameter.name());
    fields.put("default", parameter.byDefault());
    fields.put("range", parameter.range());
    fields.put("about", parameter.about());
    return fields;
  }
}
