using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text;

namespace Interleave
{
    /// What a round measured.
    sealed class RoundResult
    {
        public int Index;
        public ulong Answer;
        public long Deliveries, ElapsedNs, StartNs;
        public Dictionary<string, double> Metrics;
        public Dictionary<string, Histogram> Histograms;
    }

    /// Writes one JSON object a line. The watchdog writes too, hence the lock.
    sealed class Lines
    {
        readonly Stream to;

        public Lines(Stream to)
        {
            this.to = to;
        }

        public void Hello()
        {
            var notes = new Dictionary<string, string>
            {
                { "clock", "Stopwatch, monotonic, " + Clock.ResolutionNs + " ns steps, " + Clock.CostNs() + " ns a read" },
                { "timer", "Task.Delay, in whole milliseconds rounded up" },
                { "allocator", "the runtime's own, with its collector in its default mode" },
                { "collector", "one forced collection before a round's actors start, so no round pays for another's garbage" },
                { "mailbox", Mailbox.Note + "; who sends to itself gives its thread back first" },
                { "message", "a reference to an object" },
                { "count", "deliveries: a field of the actor's own, counted up once a hop, in every mode of recording" },
                { "record", "a histogram of each thread's own; the open loop takes a clock read a token" },
            };
            Write("{\"line\":\"hello\",\"contract\":1,\"runtime\":" + Quoted(Meters.Runtime) + ",\"version\":" + Quoted(Meters.Version)
                + ",\"workers\":" + Meters.Workers + ",\"notes\":{"
                + string.Join(",", notes.Select(note => Quoted(note.Key) + ":" + Quoted(note.Value))) + "}}");
        }

        public void Progress(int round, long deliveries)
        {
            Write("{\"line\":\"progress\",\"round\":" + round + ",\"deliveries\":" + deliveries + "}");
        }

        public void Round(RoundResult round)
        {
            var metrics = round.Metrics.Select(m => Quoted(m.Key) + ":" + m.Value.ToString("R", CultureInfo.InvariantCulture));
            var histograms = round.Histograms.Select(h => Quoted(h.Key) + ":[" + string.Join(",", h.Value.Pairs()) + "]");
            Write("{\"line\":\"round\",\"index\":" + round.Index + ",\"answer\":\"" + round.Answer.ToString("x16")
                + "\",\"deliveries\":" + round.Deliveries + ",\"elapsed_ns\":" + round.ElapsedNs + ",\"start_ns\":" + round.StartNs
                + ",\"metrics\":{" + string.Join(",", metrics) + "},\"histograms\":{" + string.Join(",", histograms) + "}}");
        }

        public void Done()
        {
            Write("{\"line\":\"done\"}");
        }

        public void Error(string kind, string message)
        {
            Write("{\"line\":\"error\",\"kind\":\"" + kind + "\",\"message\":" + Quoted(message) + "}");
        }

        void Write(string line)
        {
            var bytes = Encoding.UTF8.GetBytes(line + "\n");
            lock (to)
            {
                to.Write(bytes, 0, bytes.Length);
                to.Flush();
            }
        }

        static string Quoted(string text)
        {
            var quoted = new StringBuilder("\"");
            foreach (char c in text)
            {
                if (c == '"' || c == '\\')
                {
                    quoted.Append('\\').Append(c);
                }
                else
                {
                    quoted.Append(c < ' ' ? "\\u" + ((int)c).ToString("x4") : c.ToString());
                }
            }
            return quoted.Append('"').ToString();
        }
    }

    /// A monotonic clock, in nanoseconds from anywhere.
    static class Clock
    {
        static readonly long NsPerTick = 1000000000L / Stopwatch.Frequency;

        public static long ResolutionNs => NsPerTick;

        public static long Now()
        {
            return Stopwatch.GetTimestamp() * NsPerTick;
        }

        /// What one read costs in a loop: the best of a few, as interruptions only add.
        public static long CostNs()
        {
            const int reads = 10000;
            long best = long.MaxValue;
            for (int i = 0; i < 5; i++)
            {
                long before = Now(), last = before;
                for (int j = 0; j < reads; j++)
                {
                    last = Now();
                }
                best = Math.Min(best, last - before);
            }
            return best / reads;
        }
    }
}
