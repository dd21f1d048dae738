using System;
using System.Threading;
using System.Threading.Tasks;

namespace Interleave
{
    /// The task that sends the first tokens, at once or on a schedule.
    sealed class Injector
    {
        readonly Mesh mesh;
        readonly long[] schedule; // intended starts, ns after the clock's

        public Injector(Mesh mesh)
        {
            this.mesh = mesh;
            schedule = mesh.Open ? NewSchedule(mesh) : null;
        }

        /// The rate that the schedule asks for.
        public double Offered => mesh.P.Messages / (schedule[schedule.Length - 1] / 1e9);

        public Task Run()
        {
            return mesh.Open ? Pace() : Inject();
        }

        static long[] NewSchedule(Mesh mesh)
        {
            var starts = new long[mesh.Tokens];
            double seconds = 0;
            for (int k = 0; k < starts.Length; k++)
            {
                double u = ((Mesh.Mix(mesh.P.Seed ^ (ulong)(k + 1) * Mesh.Gamma) >> 11) + 0.5) / (1L << 53);
                seconds -= Math.Log(u) * mesh.P.Hops / mesh.P.Rate;
                starts[k] = (long)(seconds * 1e9);
            }
            return starts;
        }

        Token NewToken(long k)
        {
            return new Token
            {
                State = Mesh.Mix(mesh.P.Seed + (ulong)(k + 1) * Mesh.Gamma),
                Left = mesh.P.Messages / mesh.Tokens + (k < mesh.P.Messages % mesh.Tokens ? 1 : 0),
            };
        }

        async Task Inject()
        {
            var tokens = new Token[mesh.Tokens];
            for (int k = 0; k < tokens.Length; k++)
            {
                tokens[k] = NewToken(k);
            }
            foreach (var token in tokens)
            {
                await SendFirst(token);
            }
        }

        async Task SendFirst(Token token)
        {
            mesh.Prepare(token, -1);
            var to = mesh.Mailboxes[mesh.Destination(token.Z)];
            if (!to.TryPut(token))
            {
                await to.Put(token);
            }
        }

        /// The open loop's task: sleeps until the next intended start and never spins; when late it sends at once.
        async Task Pace()
        {
            for (int k = 0; k < schedule.Length; k++)
            {
                long now = Clock.Now() - mesh.Epoch;
                for (; now < schedule[k]; now = Clock.Now() - mesh.Epoch)
                {
                    await Task.Delay((int)((schedule[k] - now + 999999) / 1000000));
                }
                var token = NewToken(k);
                token.Intended = schedule[k];
                token.Started = now;
                Volatile.Write(ref mesh.Started, k + 1);
                await SendFirst(token);
            }
        }
    }
}
