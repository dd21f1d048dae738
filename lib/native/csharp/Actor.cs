using System.Threading.Tasks;

namespace Interleave
{
    /// A message: it knows where it goes next, and how often still.
    sealed class Token
    {
        public ulong State;
        public ulong Z; // the draw that sent it here
        public long Left; // hops to go, this one included
        public long Stamp; // set only if the hop that Z draws is recorded
        public long Intended, Started; // open loop
        public ulong[] Payload;

        public Token Another()
        {
            return (Token)MemberwiseClone();
        }
    }

    /// What a task keeps between hops.
    sealed class Actor
    {
        const long Unread = -1; // a clock that hasn't been read in this hop

        readonly ulong number;
        readonly Mesh mesh;
        readonly Mailbox mailbox;
        readonly ulong[][] kept; // the last payloads, a ring
        long received;

        public ulong Sum;
        public long Delivered; // the watchdog reads it while it grows

        public Actor(int number, Mesh mesh)
        {
            this.number = (ulong)number;
            this.mesh = mesh;
            mailbox = mesh.Mailboxes[number];
            kept = new ulong[mesh.Retain][];
        }

        /// Acknowledges the first message, then makes hops until null comes.
        public async Task Run()
        {
            await mailbox.Take();
            mesh.Ready.Signal();
            while (true)
            {
                Token token;
                if (!mailbox.TryTake(out token))
                {
                    token = await mailbox.Take();
                }
                if (token == null)
                {
                    return;
                }
                token = Hop(token);
                if (token == null)
                {
                    continue;
                }
                ulong to = mesh.Destination(token.Z);
                if (to == number)
                {
                    await Task.Yield(); // a mailbox that can take or give at once lets nobody else run
                }
                if (!mesh.Mailboxes[to].TryPut(token))
                {
                    await mesh.Mailboxes[to].Put(token);
                }
            }
        }

        /// Receives a token; what is to be sent, null if that was its last hop.
        Token Hop(Token token)
        {
            long now = Unread;
            if (mesh.Recorded(token.Z))
            {
                now = Clock.Now();
                mesh.Recorder().Hop(now - token.Stamp, mesh.Draining);
            }
            if (token.Payload != null)
            {
                foreach (ulong word in token.Payload)
                {
                    Sum += word;
                }
                if (kept.Length > 0)
                {
                    kept[received++ % kept.Length] = token.Payload;
                }
            }
            Sum += Mesh.Mix(token.Z ^ number);
            if (mesh.Work > 0)
            {
                Sum += mesh.Think(token.Z);
                now = Unread; // work is no latency: the stamp is read after it
            }
            Delivered++;

            token.Left--;
            if (token.Left == 0)
            {
                mesh.Retire(token);
                return null;
            }
            if (mesh.Fresh)
            {
                token = token.Another();
            }
            mesh.Prepare(token, now);
            return token;
        }
    }
}
