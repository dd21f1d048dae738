package io.interleave.run;

import static java.util.Objects.requireNonNull;

import io.interleave.workload.InvalidInput;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * A recorded run: {@code forks.jsonl}, one line a fork, appended to while it runs (a sweep is
 * sorted at its end), and {@code manifest.json}. A line without its line feed was cut off by a
 * kill: it is not read, and is dropped before the next is written. Over 200 lines: all that touches
 * the files is here.
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
    each((fork, _) -> forks.add(fork));
    return forks;
  }

  /** How many forks had which outcome: {@code ok}, {@code dnf}, {@code n/a}. */
  public Map<String, Long> outcomes() {
    var outcomes = new TreeMap<String, Long>();
    each((fork, _) -> outcomes.merge(fork.outcome(), 1L, Long::sum));
    return outcomes;
  }

  /** Bytes of the file of forks: a line with its line feed. */
  record Place(long from, long length) {}

  /**
   * All forks recorded so far, one after the other: those of a long sweep are more than a heap
   * holds.
   *
   * @throws InvalidInput when a line is whole but can't be read, naming it
   */
  void each(BiConsumer<ForkRecord, Place> reader) {
    int number = 0;
    try (var file = FileChannel.open(forksFile());
        var lines = new BufferedReader(Channels.newReader(file, StandardCharsets.UTF_8))) {
      long end = endOfLastLine(file);
      file.position(0);
      for (long at = 0; at < end; ) {
        number++;
        String line = lines.readLine();
        long length = line.getBytes(StandardCharsets.UTF_8).length + 1L;
        reader.accept(JsonMapper.shared().readValue(line, ForkRecord.class), new Place(at, length));
        at += length;
      }
    } catch (NoSuchFileException e) {
      // None yet.
    } catch (JacksonException | IOException e) {
      throw new InvalidInput(
          "%s, line %d: not a fork's record (%s)"
              .formatted(
                  forksFile(),
                  number,
                  String.valueOf(e.getMessage()).lines().findFirst().orElse("")));
    }
  }

  /**
   * Puts the forks into this order of their keys, in one step: a reader sees the old file or the
   * new one. Those that it doesn't name stay where they are, after it.
   */
  void sort(List<String> keys) throws IOException {
    var places = new LinkedHashMap<String, Place>();
    each((fork, place) -> places.put(fork.key(), place));
    var order = new LinkedHashSet<String>(keys);
    order.retainAll(places.keySet());
    order.addAll(places.keySet());
    Path draft = path.resolve("forks.jsonl.new");
    try (var from = FileChannel.open(forksFile());
        var to =
            FileChannel.open(
                draft,
                StandardOpenOption.CREATE,
                StandardOpenOption.TRUNCATE_EXISTING,
                StandardOpenOption.WRITE)) {
      for (String key : order) {
        var place = requireNonNull(places.get(key));
        for (long done = 0; done < place.length(); ) {
          done += from.transferTo(place.from() + done, place.length() - done, to);
        }
      }
      to.force(false);
    }
    Files.move(
        draft, forksFile(), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  /**
   * Keeps other processes out until it is closed, or this one ends in whatever way.
   *
   * @throws InvalidInput when another has it
   */
  FileChannel lock() throws IOException {
    Files.createDirectories(path);
    var file =
        FileChannel.open(
            path.resolve(".lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    try {
      if (file.tryLock() != null) {
        return file;
      }
    } catch (OverlappingFileLockException e) {
      // Another thread of this JVM.
    }
    file.close();
    throw new InvalidInput(
        "%s: somebody else is at this run: wait for it, or choose another name".formatted(name()));
  }

  /** Appends one fork; when this returns it is on disk. */
  void append(ForkRecord fork) throws IOException {
    append(List.of(fork));
  }

  /** Appends several; when this returns they are on disk. */
  void append(List<ForkRecord> forks) throws IOException {
    Files.createDirectories(path);
    try (var file =
        FileChannel.open(
            forksFile(),
            StandardOpenOption.CREATE,
            StandardOpenOption.READ,
            StandardOpenOption.WRITE)) {
      file.position(endOfLastLine(file));
      file.truncate(file.position());
      for (ForkRecord fork : forks) {
        var line =
            ByteBuffer.wrap(
                (JsonMapper.shared().writeValueAsString(fork) + "\n")
                    .getBytes(StandardCharsets.UTF_8));
        while (line.hasRemaining()) {
          file.write(line);
        }
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
      var digest = MessageDigest.getInstance("SHA-256");
      if (Files.exists(forksFile())) {
        try (var content = Files.newInputStream(forksFile())) {
          content.transferTo(new DigestOutputStream(OutputStream.nullOutputStream(), digest));
        }
      }
      return HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
