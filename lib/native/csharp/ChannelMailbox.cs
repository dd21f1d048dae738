#if NETCOREAPP
using System.Threading.Channels;
using System.Threading.Tasks;

namespace Interleave
{
    /// A channel of one reader.
    sealed class Mailbox
    {
        public const string Note = "System.Threading.Channels, bounded or unbounded, of a single reader";

        readonly Channel<Token> channel;

        public Mailbox(int bound)
        {
            channel = bound == 0
                ? Channel.CreateUnbounded<Token>(new UnboundedChannelOptions { SingleReader = true })
                : Channel.CreateBounded<Token>(new BoundedChannelOptions(bound) { SingleReader = true });
        }

        public bool TryTake(out Token token)
        {
            return channel.Reader.TryRead(out token);
        }

        public ValueTask<Token> Take()
        {
            return channel.Reader.ReadAsync();
        }

        public bool TryPut(Token token)
        {
            return channel.Writer.TryWrite(token);
        }

        public ValueTask Put(Token token)
        {
            return channel.Writer.WriteAsync(token);
        }
    }
}
#endif
