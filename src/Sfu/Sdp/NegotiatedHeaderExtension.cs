namespace Sfu.Sdp;

/// <summary>An RTP header extension that both sides take.</summary>
/// <param name="Uri">One of <see cref="Rtp.HeaderExtensions.HeaderExtensionUri"/>.</param>
/// <param name="Id">1 to 14 or 16 to 255, the offer's.</param>
/// <param name="CanReceive">Whether the peer may send it.</param>
/// <param name="CanSend">Whether the peer takes it.</param>
public sealed record NegotiatedHeaderExtension(string Uri, int Id, bool CanReceive, bool CanSend);
