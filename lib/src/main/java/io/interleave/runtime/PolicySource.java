package io.interleave.runtime;

import io.interleave.workload.InvalidInput;
import io.interleave.workload.Named;
import io.interleave.workload.Parameter;
import java.io.File;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Pattern;
import javax.tools.ToolProvider;

/**
 * A scheduling policy given as source, so that forks can run it: compiled once, and on the class
 * path of each fork that is to run it.
 *
 * @param name as runtimes spell it: {@code mine} for a class {@code MinePolicy}
 * @param type the class
 * @param folder of what was compiled
 * @param sha256 of the source, in hex
 */
public record PolicySource(String name, String type, Path folder, String sha256) {
  /** What tells a fork the class of a policy that is not the library's. */
  static final String PROPERTY = "interleave.policy.";

  private static final Pattern CLASS = Pattern.compile("\\bclass\\s+(\\w+?)(Policy)?\\b");
  private static final Pattern PACKAGE = Pattern.compile("(?m)^\\s*package\\s+([\\w.]+)\\s*;");

  /**
   * Compiles a policy.
   *
   * @param source one Java file with one public top-level class that implements {@link
   *     io.interleave.policy.Policy} and has a public constructor without arguments, or a nested
   *     record {@code Constants} as the library's policies have
   * @param built where compiled policies are kept
   * @throws InvalidInput when it doesn't compile, with the compiler's words
   */
  public static PolicySource compile(String source, Path built) {
    var found = CLASS.matcher(source);
    if (!found.find()) {
      throw new InvalidInput("a policy's source has a public class: there is none");
    }
    var simple = found.group(1) + (found.group(2) == null ? "" : found.group(2));
    var in = PACKAGE.matcher(source);
    var type = in.find() ? in.group(1) + "." + simple : simple;
    var name = Named.spelled(found.group(1));
    var sha256 = sha256(source);
    Path folder = built.resolve(sha256.substring(0, 16));
    try {
      if (!Files.exists(folder.resolve(type.replace('.', '/') + ".class"))) {
        compile(source, simple, folder);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new PolicySource(name, type, folder, sha256);
  }

  private static void compile(String source, String simple, Path folder) throws IOException {
    Files.createDirectories(folder);
    Path file = folder.resolve(simple + ".java");
    Files.writeString(file, source);
    var compiler = ToolProvider.getSystemJavaCompiler();
    var said = new StringWriter();
    boolean compiled;
    try (var files = compiler.getStandardFileManager(null, null, StandardCharsets.UTF_8)) {
      compiled =
          compiler
              .getTask(
                  said,
                  files,
                  null,
                  List.of("-d", folder.toString(), "-cp", Classpath.forFork(), "-proc:none"),
                  null,
                  files.getJavaFileObjects(file))
              .call();
    }
    if (!compiled) {
      throw new InvalidInput(
          "the policy doesn't compile:\n"
              + said.toString().replace(file.getParent() + File.separator, ""));
    }
  }

  private static String sha256(String source) {
    try {
      return HexFormat.of()
          .formatHex(
              MessageDigest.getInstance("SHA-256").digest(source.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Its constants as settings. */
  List<Parameter> constants() {
    try (var loader =
        new URLClassLoader(
            new URL[] {folder.toUri().toURL()}, PolicySource.class.getClassLoader())) {
      return Policies.constants(name, Class.forName(type, true, loader));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (ClassNotFoundException e) {
      throw new IllegalStateException(e);
    }
  }

  /** What its forks' JVM is told. */
  List<String> flags() {
    return List.of(
        "-D%s%s=%s".formatted(PROPERTY, name, type),
        "-D%s%s.source=given as source, sha256 %s".formatted(PROPERTY, name, sha256));
  }
}
