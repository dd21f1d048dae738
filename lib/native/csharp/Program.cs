// The runtimes `csharp` (.NET) and `mono`: async methods on the thread pool, speaking the contract of ../CONTRACT.md.
//
// Program.cs         one request in, one run, an exit status
// Request.cs         what a request may say, and its check
// Lines.cs           the lines that are written
// Mesh.cs            the workload: a round from the first actor to the last
// Actor.cs           the hop
// Injector.cs        the task that sends the first tokens, at once or on a schedule
// ChannelMailbox.cs  the mailbox on .NET: System.Threading.Channels
// OwnMailbox.cs      the mailbox on Mono, which has no channels
// Recorder.cs        where latencies go
// Watchdog.cs        progress from outside, and the end of a round that makes none
// Meters.cs          processor time, collections, faults, memory
//
// The C# is that of 7.0, as Mono's compiler knows no newer one.
using System;
using System.IO;
using System.Runtime.InteropServices;
using System.Text;
using System.Threading;

namespace Interleave
{
    static class Program
    {
        const int Failed = 1, Refused = 2, Cancelled = 130;

        [DllImport("libc")]
        static extern void _exit(int status);

        static int Main()
        {
            var input = Console.OpenStandardInput();
            var request = FirstLine(input);
            if (request == null)
            {
                return Cancelled;
            }
            new Thread(() => ExitAtEndOf(input)) { IsBackground = true }.Start();
            int status = Serve(request, new Lines(Console.OpenStandardOutput()));
            _exit(status); // an ordinary exit waits for the thread that reads
            return status;
        }

        static string FirstLine(Stream input)
        {
            var line = new MemoryStream();
            for (int b = input.ReadByte(); b != '\n'; b = input.ReadByte())
            {
                if (b < 0)
                {
                    return null;
                }
                line.WriteByte((byte)b);
            }
            return Encoding.UTF8.GetString(line.ToArray());
        }

        /// The end of standard input is the cancellation, wherever the run is.
        static void ExitAtEndOf(Stream input)
        {
            var dropped = new byte[4096];
            while (input.Read(dropped, 0, dropped.Length) > 0)
            {
            }
            _exit(Cancelled);
        }

        /// Runs one request; its exit status.
        static int Serve(string line, Lines lines)
        {
            try
            {
                var request = Request.Parse(line);
                request.Apply();
                lines.Hello();
                Run(request, lines);
                lines.Done();
                return 0;
            }
            catch (RefusedException e)
            {
                lines.Error("refused", e.Message);
                return Refused;
            }
            catch (DeadlockException e)
            {
                lines.Error("deadlock", e.Message);
            }
            catch (Exception e)
            {
                lines.Error("failed", e.GetType().Name + ": " + e.Message);
            }
            return Failed;
        }

        static void Run(Request request, Lines lines)
        {
            for (int i = 0; i < request.Warmup + request.Iterations; i++)
            {
                var round = new Mesh(request.Parameters).Round(i, lines).GetAwaiter().GetResult();
                if (round.Deliveries != request.Parameters.Messages)
                {
                    throw new InvalidOperationException(
                        round.Deliveries + " messages were delivered, not " + request.Parameters.Messages);
                }
                lines.Round(round);
            }
        }
    }
}
