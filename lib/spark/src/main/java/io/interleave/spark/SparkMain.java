package io.interleave.spark;

import io.interleave.run.Point;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;

/**
 * Spark's driver, as a child of the one who sweeps: reads the points on standard input, has them
 * computed, and writes each record on standard output as soon as it is there; then one text, empty
 * when all went well. When standard input ends, it ends, and its executors with it.
 *
 * <p>Its settings are system properties, as Spark reads them: {@code spark.master} is needed.
 */
public final class SparkMain {
  private static final int CANCELLED = 130;

  private SparkMain() {}

  /** Exit status 0 when all points were computed, 1 when Spark gave up, 130 when cancelled. */
  public static void main(String[] args) throws IOException, ClassNotFoundException {
    OutputStream records = System.out;
    System.setOut(System.err); // standard output carries records and nothing else
    var in = new BufferedInputStream(System.in);
    var points = points(new ObjectInputStream(in));
    Thread.ofPlatform().name("cancellation").daemon().start(() -> exitAtEnd(in));
    try (var out = new Records(new ObjectOutputStream(new BufferedOutputStream(records)))) {
      System.exit(out.end(compute(points, out)) ? 0 : 1);
    }
  }

  private static List<Point.Spelled> points(ObjectInputStream in)
      throws IOException, ClassNotFoundException {
    var points = new ArrayList<Point.Spelled>();
    while (in.readObject() instanceof Point.Spelled point) {
      points.add(point);
    }
    return points;
  }

  /** An orderly end: Spark takes its folders and its executors with it. */
  private static void exitAtEnd(InputStream in) {
    try {
      while (in.read() >= 0) {
        // Nothing more is expected.
      }
    } catch (IOException e) {
      // Cannot be read any more: the same as its end.
    }
    System.exit(CANCELLED);
  }

  /** Why it failed, in one line; empty when it did not. */
  private static String compute(List<Point.Spelled> points, Records out) {
    try (var spark = new JavaSparkContext(new SparkConf())) {
      spark.setLogLevel("WARN");
      new Points(spark.sc(), points).compute(out);
      return "";
    } catch (Exception e) {
      e.printStackTrace();
      return String.valueOf(e.getMessage()).lines().findFirst().orElse("") + cause(e);
    }
  }

  /** Spark repeats a task's stack in its message: the first line of the last cause says what. */
  private static String cause(Throwable e) {
    Throwable last = e;
    while (last.getCause() != null) {
      last = last.getCause();
    }
    return last == e ? "" : " (%s)".formatted(last.toString().lines().findFirst().orElse(""));
  }
}
