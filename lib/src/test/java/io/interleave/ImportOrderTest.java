package io.interleave;

import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Each package imports only those above it. */
class ImportOrderTest {
  /** From the one that imports nothing to those that may import all; "" is io.interleave itself. */
  private static final List<String> ORDER =
      List.of(
          "task",
          "queue",
          "policy",
          "machine",
          "workload",
          "runtime",
          "run",
          "table",
          "figure",
          "claim",
          "jmh",
          "",
          "cli",
          "notebook");

  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .withImportOption(location -> !location.contains("/jmh_generated/"))
          .importPackages("io.interleave");

  @Test
  void importsOnlyWhatStandsAbove() {
    var wrong = new TreeSet<String>();
    for (JavaClass from : CLASSES) {
      from.getDirectDependenciesFromSelf().stream()
          .map(d -> d.getTargetClass())
          .filter(to -> to.getPackageName().startsWith("io.interleave"))
          .filter(to -> place(to) > place(from))
          .forEach(to -> wrong.add(from.getName() + " imports " + to.getName()));
    }
    assertThat(wrong).isEmpty();
  }

  @Test
  void everyPackageHasItsPlace() {
    assertThat(CLASSES).isNotEmpty();
    CLASSES.forEach(c -> assertThat(place(c)).as(c.getName()).isNotNegative());
  }

  @Test
  void packagesHaveNoCycles() {
    slices().matching("io.interleave.(*)..").should().beFreeOfCycles().check(CLASSES);
  }

  private static int place(JavaClass type) {
    String name = type.getPackageName();
    return ORDER.indexOf(
        name.equals("io.interleave") ? "" : name.substring("io.interleave.".length()));
  }
}
