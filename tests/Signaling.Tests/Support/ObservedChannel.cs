using System.Threading.Channels;

namespace Signaling.Tests.Support;

/// <summary>A channel whose writer learns when the reader has dealt with an item: when it asks for the next.</summary>
internal sealed class ObservedChannel<T> : ChannelReader<T>
{
    private readonly Channel<(T Item, TaskCompletionSource Done)> _channel = Channel.CreateUnbounded<(T, TaskCompletionSource)>();
    private TaskCompletionSource? _taken;

    public Task WriteAsync(T item)
    {
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _channel.Writer.TryWrite((item, done));
        return done.Task;
    }

    public void Complete() => _channel.Writer.TryComplete();

    public override bool TryRead(out T item)
    {
        Interlocked.Exchange(ref _taken, null)?.TrySetResult();
        bool any = _channel.Reader.TryRead(out (T Item, TaskCompletionSource Done) next);
        item = next.Item;
        _taken = any ? next.Done : null;
        return any;
    }

    public override ValueTask<bool> WaitToReadAsync(CancellationToken cancellationToken = default) =>
        _channel.Reader.WaitToReadAsync(cancellationToken);
}
