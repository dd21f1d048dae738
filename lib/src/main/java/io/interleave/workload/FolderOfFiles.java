package io.interleave.workload;

import static io.interleave.workload.SplitMix.mix;
import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** The files of {@link FileRead}, in a folder of their own that is there for one round. */
final class FolderOfFiles {
  private final int files;
  private final int words;
  private final long seed;
  private @Nullable Path folder;

  FolderOfFiles(FileRead read) {
    files = Math.toIntExact(read.tasks());
    words = Math.toIntExact(read.values().number("size") / 8);
    seed = read.values().number("seed");
  }

  private Path file(int i) {
    return requireNonNull(folder).resolve(Integer.toString(i));
  }

  void write() {
    try {
      folder = Files.createTempDirectory("file-read");
      var bytes = ByteBuffer.allocate(8 * words).order(ByteOrder.LITTLE_ENDIAN);
      for (int i = 0; i < files; i++) {
        for (int j = 0; j < words; j++) {
          bytes.putLong(8 * j, mix(seed + ((long) i << 32) + j));
        }
        Files.write(file(i), bytes.array());
      }
    } catch (IOException e) {
      delete();
      throw new UncheckedIOException(e);
    }
  }

  /** Reads file {@code i} in the usual way, which blocks. */
  long sumOf(int i) {
    try {
      var bytes = ByteBuffer.wrap(Files.readAllBytes(file(i))).order(ByteOrder.LITTLE_ENDIAN);
      long sum = 0;
      while (bytes.hasRemaining()) {
        sum += bytes.getLong();
      }
      return sum;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  void delete() {
    try {
      if (folder != null) {
        for (int i = 0; i < files; i++) {
          Files.deleteIfExists(file(i));
        }
        Files.deleteIfExists(folder);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
