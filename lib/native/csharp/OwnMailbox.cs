using System.Collections.Generic;
using System.Threading.Tasks;

namespace Interleave
{
    static class OwnTasks
    {
        /// One whose continuations run on the pool: run by who completes it, a chain of hops would grow one stack.
        public static TaskCompletionSource<T> Source<T>()
        {
            return new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        }
    }

#if !NETCOREAPP
    /// Many senders, one receiver. A waiting receiver is handed its message, a waiting sender's message is queued when there is room.
    sealed class Mailbox
    {
        public const string Note = "a lock, a Queue and a TaskCompletionSource a wait: Mono 6.8 has no System.Threading.Channels";

        struct Sender
        {
            public Token Token;
            public TaskCompletionSource<bool> Queued;
        }

        readonly object guard = new object();
        readonly int bound;
        readonly Queue<Token> tokens = new Queue<Token>();
        Queue<Sender> senders; // made by the first that waits: most mailboxes are never full
        TaskCompletionSource<Token> receiver;

        public Mailbox(int bound)
        {
            this.bound = bound == 0 ? int.MaxValue : bound;
        }

        public bool TryTake(out Token token)
        {
            TaskCompletionSource<bool> queued = null;
            lock (guard)
            {
                if (tokens.Count == 0)
                {
                    token = null;
                    return false;
                }
                token = tokens.Dequeue();
                if (senders != null && senders.Count > 0)
                {
                    var next = senders.Dequeue();
                    tokens.Enqueue(next.Token);
                    queued = next.Queued;
                }
            }
            queued?.SetResult(true);
            return true;
        }

        public Task<Token> Take()
        {
            Token token;
            if (TryTake(out token))
            {
                return Task.FromResult(token);
            }
            lock (guard)
            {
                if (tokens.Count > 0)
                {
                    return Task.FromResult(tokens.Dequeue()); // sent in between; nobody waits to send to a mailbox just empty
                }
                receiver = OwnTasks.Source<Token>();
                return receiver.Task;
            }
        }

        public bool TryPut(Token token)
        {
            TaskCompletionSource<Token> waiting;
            lock (guard)
            {
                waiting = receiver;
                receiver = null;
                if (waiting == null)
                {
                    if (tokens.Count >= bound)
                    {
                        return false;
                    }
                    tokens.Enqueue(token);
                }
            }
            waiting?.SetResult(token);
            return true;
        }

        public Task Put(Token token)
        {
            TaskCompletionSource<Token> waiting;
            lock (guard)
            {
                waiting = receiver;
                receiver = null;
                if (waiting == null && tokens.Count >= bound)
                {
                    senders = senders ?? new Queue<Sender>();
                    var sender = new Sender { Token = token, Queued = OwnTasks.Source<bool>() };
                    senders.Enqueue(sender);
                    return sender.Queued.Task;
                }
                if (waiting == null)
                {
                    tokens.Enqueue(token);
                }
            }
            waiting?.SetResult(token);
            return Task.CompletedTask;
        }
    }
#endif
}
