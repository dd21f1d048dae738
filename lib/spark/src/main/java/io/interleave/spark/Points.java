package io.interleave.spark;

import io.interleave.run.ForkRecord;
import io.interleave.run.Point;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.SparkContext;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.JavaSparkContext;
import scala.collection.Iterator;
import scala.jdk.javaapi.CollectionConverters;
import scala.reflect.ClassTag$;
import scala.runtime.AbstractFunction2;
import scala.runtime.BoxedUnit;

/**
 * The points as an RDD, a few in each partition. What is lost with a worker Spark computes again,
 * on another; each partition's records come back once, as soon as they are there.
 */
record Points(SparkContext spark, List<Point.Spelled> points) {
  /** So many tasks a driver keeps in mind with ease; what is less than a partition is not kept. */
  private static final int MOST_PARTITIONS = 10_000;

  void compute(Records out) {
    var rdd =
        JavaSparkContext.fromSparkContext(spark)
            .parallelize(points, Math.min(points.size(), MOST_PARTITIONS));
    var all = IntStream.range(0, rdd.getNumPartitions()).boxed().map(i -> (Object) i).toList();
    spark.runJob(
        rdd.rdd(),
        new Simulate(),
        CollectionConverters.asScala(all).toSeq(),
        new Give(out),
        ClassTag$.MODULE$.apply(ArrayList.class));
  }

  /** One partition, where an executor has it. */
  private static final class Simulate
      extends AbstractFunction2<TaskContext, Iterator<Point.Spelled>, ArrayList<ForkRecord>>
      implements Serializable {
    private static final long serialVersionUID = 1;

    @Override
    public ArrayList<ForkRecord> apply(TaskContext task, Iterator<Point.Spelled> points) {
      var records = new ArrayList<ForkRecord>();
      try {
        while (points.hasNext()) {
          records.add(points.next().point().simulate());
        }
        return records;
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException("cancelled", e);
      }
    }
  }

  /** In the driver. */
  private static final class Give
      extends AbstractFunction2<Object, ArrayList<ForkRecord>, BoxedUnit> {
    private final Records out;

    Give(Records out) {
      this.out = out;
    }

    @Override
    public BoxedUnit apply(Object partition, ArrayList<ForkRecord> records) {
      out.add(records);
      return BoxedUnit.UNIT;
    }
  }
}
