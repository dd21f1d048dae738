package io.interleave.workload;

import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.zip.DataFormatException;
import org.HdrHistogram.Histogram;

/**
 * Latency histograms: nanoseconds, 3 significant digits, kept as HdrHistogram's own compressed form
 * in Base64.
 */
public final class Histograms {
  /** An hour: nothing longer is told apart. */
  public static final long CEILING_NS = 3_600_000_000_000L;

  private Histograms() {}

  /** An empty one, up to an hour; higher values are clamped by whoever records. */
  public static Histogram empty() {
    return new Histogram(1, CEILING_NS, 3);
  }

  /** The text of a histogram, as the run's files keep it. */
  public static String encode(Histogram histogram) {
    var buffer = ByteBuffer.allocate(histogram.getNeededByteBufferCapacity());
    int length = histogram.encodeIntoCompressedByteBuffer(buffer);
    return Base64.getEncoder().encodeToString(java.util.Arrays.copyOf(buffer.array(), length));
  }

  /** The histogram of such a text. */
  public static Histogram decode(String text) {
    try {
      return Histogram.decodeFromCompressedByteBuffer(
          ByteBuffer.wrap(Base64.getDecoder().decode(text)), CEILING_NS);
    } catch (DataFormatException | IllegalArgumentException e) {
      throw new InvalidInput("not a histogram: " + e.getMessage());
    }
  }
}
