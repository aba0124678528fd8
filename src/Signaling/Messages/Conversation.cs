using Signaling.Accounts;

namespace Signaling.Messages;

/// <summary>The direct messages between two accounts, as one of them sees them.</summary>
/// <param name="With">The other.</param>
/// <param name="LastMessage">The newest message.</param>
/// <param name="Unread">How many messages of the other are unread; counting stops at 100.</param>
internal sealed record Conversation(Profile With, Message LastMessage, int Unread);
