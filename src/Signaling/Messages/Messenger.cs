using Signaling.Calls;
using Signaling.Metrics;
using Signaling.Sessions;

namespace Signaling.Messages;

/// <summary>Sends direct messages: stores them, then tells the devices of both sides.</summary>
internal sealed class Messenger(MessageStore store, SessionRegistry sessions, SignalingMetrics metrics)
{
    /// <summary>Stores a message; whoever may see it and is connected is told.</summary>
    public async Task<SendOutcome> SendAsync(string sender, string recipient, string text, string? clientRef)
    {
        SendOutcome outcome = await store.SendAsync(sender, recipient, text, clientRef);
        if (outcome is SendOutcome.Stored { IsNew: true } stored)
        {
            metrics.MessageStored();
            Tell(sender, stored.Message);
            if (!stored.Withheld)
            {
                Tell(recipient, stored.Message);
            }
        }

        return outcome;
    }

    private void Tell(string account, Message message)
    {
        var news = new MessageNew(message.For(account));
        foreach (ICallClient session in sessions.OfAccount(account))
        {
            session.Send(news);
        }
    }
}
