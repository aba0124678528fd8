namespace Sfu;

/// <summary>The outcome of <see cref="IMediaServer.JoinAsync"/>.</summary>
public abstract record JoinResult
{
    private JoinResult()
    {
    }

    /// <summary>The offer is accepted.</summary>
    /// <param name="Sdp">The answer.</param>
    /// <param name="Slots">The receive slots, in order.</param>
    public sealed record Answered(string Sdp, IReadOnlyList<SlotDescription> Slots) : JoinResult;

    /// <summary>The offer is refused; no state was made.</summary>
    /// <param name="Error">For programs.</param>
    /// <param name="Detail">For people: what was wrong and what to do. Holds no address and no secret.</param>
    public sealed record Refused(JoinError Error, string Detail) : JoinResult;
}
