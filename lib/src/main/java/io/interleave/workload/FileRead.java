package io.interleave.workload;

import static io.interleave.workload.SplitMix.mix;

import java.util.List;
import java.util.stream.LongStream;

/**
 * Tasks that read whole files: where a call goes that blocks its thread.
 *
 * @param values the parameters; see {@link #PARAMETERS}
 */
public record FileRead(Values values) implements Workload {
  /** All parameters, with their ranges. */
  public static final List<Parameter> PARAMETERS =
      List.of(
          Parameter.integer("files", 1_000, 1, 100_000, "files, each read by a task of its own"),
          Parameter.integer("size", 65_536, 8, 1 << 30, "bytes of a file").multiplesOf(8),
          Parameter.unsigned("seed", 42, "of all words"));

  /** A thousand files of 64 KiB. */
  public FileRead() {
    this(Values.defaults(PARAMETERS));
  }

  @Override
  public String about() {
    return "tasks read whole files: where a blocking call goes";
  }

  @Override
  public FileRead with(String name, String value) {
    return new FileRead(values.with(name, value));
  }

  /** With this many files. */
  public FileRead files(long n) {
    return with("files", Long.toString(n));
  }

  /** Of this many bytes each. */
  public FileRead size(long n) {
    return with("size", Long.toString(n));
  }

  /** With this seed. */
  public FileRead seed(long seed) {
    return with("seed", Long.toUnsignedString(seed));
  }

  @Override
  public long answer() {
    long seed = values.number("seed");
    long words = values.number("size") / 8;
    return LongStream.range(0, deliveries())
        .parallel()
        .map(file -> LongStream.range(0, words).map(j -> mix(seed + (file << 32) + j)).sum())
        .sum();
  }

  @Override
  public long deliveries() {
    return values.number("files");
  }

  @Override
  public long tasks() {
    return values.number("files");
  }
}
