package io.interleave.run;

import io.interleave.workload.InvalidInput;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * A recorded run: {@code forks.jsonl}, one line a fork, only ever appended to, and {@code
 * manifest.json}. A line without its line feed was cut off by a kill: it is not read, and is
 * dropped before the next is written.
 *
 * @param path the folder
 */
public record RunFolder(Path path) {
  private static final JsonMapper PRETTY =
      JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

  /** The run's name: its folder's. */
  public String name() {
    return path.toAbsolutePath().normalize().getFileName() + "";
  }

  private Path forksFile() {
    return path.resolve("forks.jsonl");
  }

  private Path manifestFile() {
    return path.resolve("manifest.json");
  }

  /** Whether a run has been recorded here, whole or in part. */
  public boolean exists() {
    return Files.exists(manifestFile());
  }

  /**
   * All forks recorded so far, in the order they ran.
   *
   * @throws InvalidInput when a line is whole but can't be read, naming it
   */
  public List<ForkRecord> forks() {
    var forks = new ArrayList<ForkRecord>();
    if (!Files.exists(forksFile())) {
      return forks;
    }
    try {
      String text = Files.readString(forksFile());
      String whole = text.substring(0, text.lastIndexOf('\n') + 1);
      for (String line : whole.lines().toList()) {
        forks.add(JsonMapper.shared().readValue(line, ForkRecord.class));
      }
      return forks;
    } catch (JacksonException | IOException e) {
      throw new InvalidInput(
          "%s, line %d: not a fork's record (%s)"
              .formatted(
                  forksFile(),
                  forks.size() + 1,
                  String.valueOf(e.getMessage()).lines().findFirst().orElse("")));
    }
  }

  /** Appends one fork; when this returns it is on disk. */
  void append(ForkRecord fork) throws IOException {
    Files.createDirectories(path);
    try (var file =
        FileChannel.open(
            forksFile(),
            StandardOpenOption.CREATE,
            StandardOpenOption.READ,
            StandardOpenOption.WRITE)) {
      file.position(endOfLastLine(file));
      file.truncate(file.position());
      var line =
          ByteBuffer.wrap(
              (JsonMapper.shared().writeValueAsString(fork) + "\n")
                  .getBytes(StandardCharsets.UTF_8));
      while (line.hasRemaining()) {
        file.write(line);
      }
      file.force(false);
    }
  }

  private static long endOfLastLine(FileChannel file) throws IOException {
    var one = ByteBuffer.allocate(1);
    for (long end = file.size(); end > 0; end--) {
      one.clear();
      file.read(one, end - 1);
      if (one.get(0) == '\n') {
        return end;
      }
    }
    return 0;
  }

  /** The manifest, with a missing node for a run that has none. */
  public JsonNode manifest() {
    return exists()
        ? JsonMapper.shared().readTree(manifestFile())
        : JsonMapper.shared().missingNode();
  }

  /** Replaces the manifest in one step: a reader sees the old one or the new one. */
  void writeManifest(Map<String, Object> manifest) throws IOException {
    Files.createDirectories(path);
    Path draft = path.resolve("manifest.json.new");
    Files.writeString(draft, PRETTY.writeValueAsString(manifest) + "\n");
    Files.move(
        draft, manifestFile(), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  /** SHA-256 of {@code forks.jsonl}, in hex. */
  public String checksum() throws IOException {
    try {
      byte[] content = Files.exists(forksFile()) ? Files.readAllBytes(forksFile()) : new byte[0];
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
