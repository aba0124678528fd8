using Sfu.Net;

namespace Sfu.Ice;

/// <summary>What came of a STUN message.</summary>
/// <param name="Verdict">What was done.</param>
/// <param name="Refusal">Why not more.</param>
/// <param name="ForgottenPath">A path that had to make room for this one; what was kept for its address is to be dropped.</param>
public readonly record struct IceCheckResult(IceVerdict Verdict, IceRefusal Refusal, TransportAddress? ForgottenPath)
{
    /// <summary>Whether the source proved that it knows our password.</summary>
    public bool IsAuthentic => Verdict is IceVerdict.Answered or IceVerdict.PathSelected;
}
