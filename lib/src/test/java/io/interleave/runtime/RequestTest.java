package io.interleave.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.interleave.workload.InvalidInput;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RequestTest {
  private static String line(String parameters) {
    return """
        {"contract":1,"workload":"actor-mesh","warmup":2,"iterations":5,
         "parameters":{%s},"settings":{"workers":2,"gc":"g1"}}"""
        .formatted(parameters);
  }

  @Test
  void numbersAndTextsAreReadWithAllTheirBits() {
    var request = Request.parse(line("\"actors\":777,\"seed\":\"18446744073709551615\""));
    assertThat(request.workload().values().number("actors")).isEqualTo(777);
    assertThat(request.workload().values().number("seed")).isEqualTo(-1);
    assertThat(request.warmup()).isEqualTo(2);
    assertThat(request.iterations()).isEqualTo(5);
    assertThat(request.settings()).isEqualTo(Map.of("workers", "2", "gc", "g1"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "no JSON",
        "{}",
        "[1]",
        "{\"contract\":2,\"workload\":\"actor-mesh\",\"warmup\":0,\"iterations\":1}",
        "{\"contract\":1,\"workload\":\"actor-mash\",\"warmup\":0,\"iterations\":1}",
        "{\"contract\":1,\"workload\":\"values\",\"warmup\":0,\"iterations\":1}",
        "{\"contract\":1,\"workload\":\"actor-mesh\",\"warmup\":-1,\"iterations\":1}",
        "{\"contract\":1,\"workload\":\"actor-mesh\",\"warmup\":0,\"iterations\":0}",
        "{\"contract\":1,\"workload\":\"actor-mesh\",\"warmup\":0}"
      })
  void whatIsNoRequestIsRefused(String line) {
    assertThatThrownBy(() -> Request.parse(line)).isInstanceOf(InvalidInput.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"actors\":0",
        "\"actors\":1.5",
        "\"payload\":7",
        "\"record\":\"some\"",
        "\"seed\":\"-1\"",
        "\"colour\":1",
        "\"rate\":1000,\"hops\":7"
      })
  void parametersOutOfRangeAreRefused(String parameters) {
    assertThatThrownBy(() -> Request.parse(line(parameters))).isInstanceOf(InvalidInput.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"jdk", "jdk-virtual:x", "", "fork", ":"})
  void anUnknownRuntimeIsRefused(String runtime) {
    assertThatThrownBy(() -> Program.named(runtime, Map.of())).isInstanceOf(InvalidInput.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"java.lang.String", "io.example.Nowhere", "io.interleave.runtime.Program", ""})
  void aClassThatIsNoProgramIsRefused(String type) {
    assertThatThrownBy(() -> Program.ofClass(type, Map.of()))
        .isInstanceOf(InvalidInput.class)
        .hasMessageContaining("no program '%s'".formatted(type));
  }

  @ParameterizedTest
  @CsvSource({"gc, none", "mailbox-impl, x", "workers, 77", "colour, red"})
  void aSettingThatThisJvmDoesNotHaveIsRefused(String name, String value) {
    assertThatThrownBy(() -> Program.named("jdk-virtual", Map.of(name, value)))
        .isInstanceOf(InvalidInput.class)
        .hasMessageContaining(name);
  }
}
