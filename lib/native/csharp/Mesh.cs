using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;

namespace Interleave
{
    /// One round: what its actors share. They only read it, apart from the last fields.
    sealed class Mesh
    {
        public const ulong Gamma = 0x9e3779b97f4a7c15;

        readonly ulong among, favoured, skew;
        readonly bool tail;
        readonly ulong mask, hit; // a hop is recorded if z & mask == hit: always, for one in 64, or never
        readonly long words;

        public readonly Parameters P;
        public readonly bool Open, Fresh;
        public readonly ulong Work;
        public readonly long Retain, Tokens;
        public readonly Mailbox[] Mailboxes;
        public readonly Actor[] Actors;
        public readonly CountdownEvent Ready;

        readonly ConcurrentBag<Recorder> recorders = new ConcurrentBag<Recorder>();
        readonly ThreadLocal<Recorder> recorder;
        readonly TaskCompletionSource<long> finished = OwnTasks.Source<long>();

        public long Epoch; // the clock's start, 0 while it doesn't run
        public long Started; // open loop: tokens that the pacer has sent
        public long Retired;
        public volatile bool Draining; // set by the first retirement

        public Mesh(Parameters p)
        {
            P = p;
            Open = p.Rate > 0;
            // In the closed loop more tokens than messages would have no hop to make.
            Tokens = Open ? p.Messages / p.Hops : Math.Min(p.InFlight, p.Messages);
            among = (ulong)p.Actors;
            favoured = Math.Max(1, among / 100);
            skew = (ulong)p.Skew;
            Work = (ulong)p.Work;
            tail = p.Tail == 1;
            words = p.Payload / 8;
            Retain = p.Payload > 0 ? p.Retain : 0;
            Fresh = p.Message == "fresh";
            mask = p.Record == "64" ? 63UL << 8 : 0;
            hit = p.Record == "off" ? 1UL : 0;
            Ready = new CountdownEvent((int)p.Actors);
            Mailboxes = new Mailbox[p.Actors];
            Actors = new Actor[p.Actors];
            recorder = new ThreadLocal<Recorder>(() =>
            {
                var mine = new Recorder();
                recorders.Add(mine);
                return mine;
            });
        }

        public Task<long> Finished => finished.Task;

        /// Runs from the first actor to the last one's end.
        public async Task<RoundResult> Round(int index, Lines lines)
        {
            GC.Collect();
            var injector = new Injector(this);
            using (var watchdog = new Watchdog(this, index, lines, finished))
            {
                long begin = Clock.Now();
                var gone = Start();
                long startNs = Clock.Now() - begin;
                long idle = Meters.ResidentBytes();
                var before = Meters.Read();
                Volatile.Write(ref Epoch, Clock.Now());
                var sent = Task.Run(injector.Run);
                long elapsed = await finished.Task - Epoch;
                var metrics = before.UntilNow();
                await sent;
                await End(gone);
                if (idle > 0)
                {
                    metrics["idle_rss_bytes"] = idle;
                }
                if (Open)
                {
                    metrics["offered_per_s"] = injector.Offered;
                }
                return new RoundResult
                {
                    Index = index,
                    Answer = Actors.Aggregate(0UL, (sum, actor) => sum + actor.Sum),
                    Deliveries = Actors.Sum(actor => actor.Delivered),
                    ElapsedNs = elapsed,
                    StartNs = startNs,
                    Metrics = metrics,
                    Histograms = Interleave.Recorder.Sums(recorders),
                };
            }
        }

        /// Makes the actors and waits until each has acknowledged a message.
        Task[] Start()
        {
            for (int i = 0; i < Mailboxes.Length; i++)
            {
                Mailboxes[i] = new Mailbox((int)P.Mailbox);
            }
            var tasks = new Task[Actors.Length];
            for (int i = 0; i < Actors.Length; i++)
            {
                var actor = Actors[i] = new Actor(i, this);
                tasks[i] = Task.Run(actor.Run);
                Mailboxes[i].TryPut(null);
            }
            Ready.Wait();
            return tasks;
        }

        async Task End(Task[] actors)
        {
            foreach (var mailbox in Mailboxes)
            {
                if (!mailbox.TryPut(null))
                {
                    await mailbox.Put(null);
                }
            }
            await Task.WhenAll(actors);
        }

        public static ulong Mix(ulong z)
        {
            z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9;
            z = (z ^ z >> 27) * 0x94d049bb133111eb;
            return z ^ z >> 31;
        }

        public bool Recorded(ulong z)
        {
            return (z & mask) == hit;
        }

        public Recorder Recorder()
        {
            return recorder.Value;
        }

        public ulong Destination(ulong z)
        {
            return (z >> 32) * ((z & 255) < skew ? favoured : among) >> 32;
        }

        /// Draws a token's next hop, stamps it, and gives it a payload of its own. A negative now is no time: the clock is read.
        public void Prepare(Token token, long now)
        {
            token.State += Gamma;
            token.Z = Mix(token.State);
            if (Recorded(token.Z))
            {
                token.Stamp = now < 0 ? Clock.Now() : now;
            }
            if (words > 0)
            {
                var payload = new ulong[words];
                for (int i = 0; i < payload.Length; i++)
                {
                    payload[i] = token.Z;
                }
                token.Payload = payload;
            }
        }

        /// The work of a hop.
        public ulong Think(ulong z)
        {
            ulong rounds = Work;
            if (tail)
            {
                for (ulong bits = z >> 16 | 1 << 12; (bits & 1) == 0; bits >>= 1)
                {
                    rounds <<= 1;
                }
            }
            ulong x = z;
            for (; rounds > 0; rounds--)
            {
                x = Mix(x);
            }
            return x;
        }

        /// Ends a token. Only here does a hop touch what others write.
        public void Retire(Token token)
        {
            long retired = Interlocked.Increment(ref Retired);
            long now = Open || retired == Tokens ? Clock.Now() : 0;
            if (Open)
            {
                Recorder().Token(token, now - Epoch);
            }
            else if (retired == 1)
            {
                Draining = true;
            }
            if (retired == Tokens)
            {
                finished.TrySetResult(now);
            }
        }
    }
}
