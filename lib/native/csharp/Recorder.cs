using System;
using System.Collections.Generic;

namespace Interleave
{
    /// HdrHistogram's layout for a lowest value of 1 and three significant digits: 2,048 buckets of width 1, then for each
    /// further power of two 1,024 buckets, twice as wide as the last ones.
    sealed class Histogram
    {
        const int HalfBits = 10;
        const long Highest = 3600L * 1000 * 1000 * 1000; // ns; values above are clamped to it
        const int Widest = 42 - (HalfBits + 1); // Highest has 42 bits

        readonly long[] counts = new long[(Widest + 2) << HalfBits];
        bool used;

        public bool Used => used;

        public void Record(long ns)
        {
            used = true;
            counts[BucketOf(Math.Min(Math.Max(ns, 0), Highest))]++;
        }

        public void Add(Histogram other)
        {
            used |= other.used;
            for (int i = 0; i < counts.Length; i++)
            {
                counts[i] += other.counts[i];
            }
        }

        static int BucketOf(long ns)
        {
            int shift = 0;
            while (ns >> shift >= 2 << HalfBits)
            {
                shift++;
            }
            return (shift << HalfBits) + (int)(ns >> shift);
        }

        /// The smallest value of a bucket.
        static long LowestOf(int bucket)
        {
            int shift = Math.Max(0, (bucket >> HalfBits) - 1);
            return (long)(bucket - (shift << HalfBits)) << shift;
        }

        /// What was counted, as "[value,count]", ascending.
        public IEnumerable<string> Pairs()
        {
            for (int i = 0; i < counts.Length; i++)
            {
                if (counts[i] > 0)
                {
                    yield return "[" + LowestOf(i) + "," + counts[i] + "]";
                }
            }
        }
    }

    /// One thread's latencies.
    sealed class Recorder
    {
        static readonly string[] Kinds = { "hop", "hop_drain", "token", "token_uncorrected", "pacer_late" };

        readonly Histogram[] of = new Histogram[Kinds.Length];

        public Recorder()
        {
            for (int i = 0; i < of.Length; i++)
            {
                of[i] = new Histogram();
            }
        }

        public void Hop(long ns, bool draining)
        {
            of[draining ? 1 : 0].Record(ns);
        }

        public void Token(Token token, long now)
        {
            of[2].Record(now - token.Intended);
            of[3].Record(now - token.Started);
            of[4].Record(token.Started - token.Intended);
        }

        /// The sums by name, of those that hold anything; called when nothing records any more.
        public static Dictionary<string, Histogram> Sums(IEnumerable<Recorder> recorders)
        {
            var sum = new Recorder();
            foreach (var recorder in recorders)
            {
                for (int i = 0; i < Kinds.Length; i++)
                {
                    sum.of[i].Add(recorder.of[i]);
                }
            }
            var named = new Dictionary<string, Histogram>();
            for (int i = 0; i < Kinds.Length; i++)
            {
                if (sum.of[i].Used)
                {
                    named[Kinds[i]] = sum.of[i];
                }
            }
            return named;
        }
    }
}
