namespace Load.Options;

/// <summary>When the packets of a picture leave.</summary>
internal enum Pacing
{
    /// <summary>At once.</summary>
    Burst,

    /// <summary>Spread over its time.</summary>
    Even,
}
