namespace Rtp.Rtcp;

/// <summary>Which view reads an RTCP packet: its type, and for feedback its format.</summary>
public enum RtcpKind : byte
{
    /// <summary>None that is known here; to be skipped.</summary>
    Unknown,

    /// <summary>Read by <see cref="Rtcp.SenderReport"/>.</summary>
    SenderReport,

    /// <summary>Read by <see cref="Rtcp.ReceiverReport"/>.</summary>
    ReceiverReport,

    /// <summary>Read by <see cref="Rtcp.SourceDescription"/>.</summary>
    SourceDescription,

    /// <summary>Read by <see cref="Rtcp.Bye"/>.</summary>
    Bye,

    /// <summary>Read by <see cref="Rtcp.Nack"/>.</summary>
    Nack,

    /// <summary>Read by <see cref="Rtcp.TransportFeedback"/>.</summary>
    TransportFeedback,

    /// <summary>Read by <see cref="Rtcp.PictureLossIndication"/>.</summary>
    PictureLossIndication,

    /// <summary>Read by <see cref="Rtcp.FullIntraRequest"/>.</summary>
    FullIntraRequest,

    /// <summary>Read by <see cref="Rtcp.ReceiverEstimate"/>, which refuses other application layer feedback.</summary>
    ApplicationLayerFeedback,

    /// <summary>Blocks of other reports (RFC 3611), which nothing here reads.</summary>
    ExtendedReport,
}
