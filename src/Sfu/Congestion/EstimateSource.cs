namespace Sfu.Congestion;

/// <summary>What the estimate of the way to a participant goes by.</summary>
public enum EstimateSource
{
    /// <summary>Nothing yet: it is a guess to start with.</summary>
    Guess,

    /// <summary>When each packet arrived (transport-wide feedback).</summary>
    TransportFeedback,

    /// <summary>The receiver's own estimate (REMB); losses in its reports lower it.</summary>
    ReceiverEstimate,

    /// <summary>Losses and round trip of the receiver's reports alone.</summary>
    ReceiverReports,
}
