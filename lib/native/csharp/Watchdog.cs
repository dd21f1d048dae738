using System;
using System.Threading;
using System.Threading.Tasks;

namespace Interleave
{
    /// No message is delivered and no token retired any more.
    sealed class DeadlockException : Exception
    {
        public DeadlockException(string message) : base(message) { }
    }

    /// A thread beside the pool: it writes the progress lines and sees when nothing moves. It counts ticks rather than time, so
    /// that a process that was stopped for a while isn't taken for a deadlock.
    sealed class Watchdog : IDisposable
    {
        const int TickMs = 250, Patient = 20;

        readonly Mesh mesh;
        readonly int round;
        readonly Lines lines;
        readonly TaskCompletionSource<long> finished;
        readonly ManualResetEventSlim over = new ManualResetEventSlim();
        readonly Thread thread;

        public Watchdog(Mesh mesh, int round, Lines lines, TaskCompletionSource<long> finished)
        {
            this.mesh = mesh;
            this.round = round;
            this.lines = lines;
            this.finished = finished;
            thread = new Thread(Watch) { IsBackground = true };
            thread.Start();
        }

        public void Dispose()
        {
            over.Set();
            thread.Join();
        }

        void Watch()
        {
            int still = 0;
            long last = -1;
            while (!over.Wait(TickMs))
            {
                long deliveries = 0;
                foreach (var actor in mesh.Actors)
                {
                    deliveries += actor == null ? 0 : Volatile.Read(ref actor.Delivered);
                }
                lines.Progress(round, deliveries);
                long retired = Volatile.Read(ref mesh.Retired);
                still = deliveries + retired != last || MayRest(retired) ? 0 : still + 1;
                last = deliveries + retired;
                if (still == Patient)
                {
                    finished.TrySetException(new DeadlockException(
                        "the mesh is deadlocked: no message was delivered and no token retired for " + TickMs * Patient / 1000 + " s; "
                        + retired + " of " + mesh.Tokens + " tokens were retired"));
                    return;
                }
            }
        }

        /// Whether nothing has to move: before and after the clock, and while the pacer waits with no token under way.
        bool MayRest(long retired)
        {
            return Volatile.Read(ref mesh.Epoch) == 0 || retired == mesh.Tokens
                || mesh.Open && Volatile.Read(ref mesh.Started) == retired;
        }
    }
}
