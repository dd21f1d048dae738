package io.interleave.jmh;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** How large the first processor's caches are, as Linux says in {@code /sys}. */
final class Caches {
  private static final Path FOLDER = Path.of("/sys/devices/system/cpu/cpu0/cache");

  private Caches() {}

  /** {@code l1Bytes}, {@code l2Bytes}, {@code l3Bytes}, as far as they are told. */
  static Map<String, Long> read() {
    var caches = new LinkedHashMap<String, Long>();
    try (DirectoryStream<Path> all = Files.newDirectoryStream(FOLDER, "index*")) {
      for (Path cache : all) {
        String level = word(cache, "level");
        if (!word(cache, "type").equals("Instruction") && level.matches("[123]")) {
          caches.put("l" + level + "Bytes", bytes(word(cache, "size")));
        }
      }
    } catch (IOException e) {
      return Map.of(); // another system, or one that hides them: the costs' own stand
    }
    return caches;
  }

  private static String word(Path cache, String file) throws IOException {
    return Files.readString(cache.resolve(file)).strip();
  }

  /** Such as {@code 32K}. */
  private static long bytes(String size) {
    long number = Long.parseLong(size.replaceAll("\\D", ""));
    return size.endsWith("K") ? number << 10 : size.endsWith("M") ? number << 20 : number;
  }
}
