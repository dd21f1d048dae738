using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Reflection;
using System.Runtime.InteropServices;
using System.Threading;

namespace Interleave
{
    /// The process's counters at one moment.
    sealed class Meters
    {
        const int Self = 0;

        // struct rusage on Linux: two times of two words each, then fourteen words.
        [DllImport("libc")]
        static extern int getrusage(int who, long[] usage);

        readonly long[] usage = new long[18];
        bool usable;
        long collections, allocated;

        public static Meters Read()
        {
            var now = new Meters { collections = Collections(), allocated = Allocated() };
            now.usable = getrusage(Self, now.usage) == 0;
            return now;
        }

        /// The differences, by their names in the contract. What couldn't be read is left out.
        public Dictionary<string, double> UntilNow()
        {
            var now = Read();
            var metrics = new Dictionary<string, double> { { "gc_count", now.collections - collections } };
            if (now.allocated > 0)
            {
                metrics["allocated_bytes"] = now.allocated - allocated;
            }
            if (usable && now.usable)
            {
                metrics["cpu_ns"] = (now.CpuUs() - CpuUs()) * 1000.0;
                metrics["minor_faults"] = now.usage[8] - usage[8];
                metrics["involuntary_switches"] = now.usage[17] - usage[17];
            }
            long threads = StatusOf("Threads:");
            if (threads > 0)
            {
                metrics["threads"] = threads;
            }
            return metrics;
        }

        long CpuUs()
        {
            return (usage[0] + usage[2]) * 1000000 + usage[1] + usage[3];
        }

        /// The process's resident memory, 0 where the system doesn't tell.
        public static long ResidentBytes()
        {
            return StatusOf("VmRSS:") << 10;
        }

        /// A number of /proc/self/status, 0 if it isn't there.
        static long StatusOf(string name)
        {
            try
            {
                var line = File.ReadLines("/proc/self/status").FirstOrDefault(l => l.StartsWith(name, StringComparison.Ordinal));
                return line == null ? 0 : long.Parse(line.Substring(name.Length).Trim().Split(' ')[0]);
            }
            catch (IOException)
            {
                return 0;
            }
        }

        public static int Workers
        {
            get
            {
                int workers, io;
                ThreadPool.GetMaxThreads(out workers, out io);
                return workers;
            }
        }

#if NETCOREAPP
        public const string Runtime = "csharp";

        public static string Version => RuntimeInformation.FrameworkDescription;

        static long Collections()
        {
            return GC.CollectionCount(0); // an older generation's counts as one of a younger
        }

        static long Allocated()
        {
            return GC.GetTotalAllocatedBytes();
        }
#else
        public const string Runtime = "mono";

        public static string Version => "Mono " + Type.GetType("Mono.Runtime")
            .GetMethod("GetDisplayName", BindingFlags.NonPublic | BindingFlags.Static).Invoke(null, null);

        static long Collections()
        {
            return GC.CollectionCount(0) + GC.CollectionCount(1); // minor and major ones, counted apart
        }

        static long Allocated()
        {
            return 0; // Mono doesn't tell
        }
#endif
    }
}
