using Signaling.Wire;

namespace Signaling.Messages;

/// <summary>A direct message was stored.</summary>
internal sealed record MessageNew(Message Message) : ServerMessage("message.new");
