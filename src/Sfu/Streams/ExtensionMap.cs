using Rtp.HeaderExtensions;
using Sfu.Sdp;

namespace Sfu.Streams;

/// <summary>
/// Which identifier stands for which header extension on one transport. Within a BUNDLE group an identifier means the same in every
/// section (RFC 8843 section 9), so one table serves them all.
/// </summary>
internal sealed class ExtensionMap
{
    /// <summary>The extensions that are passed on, from the first to the last of the enumeration.</summary>
    public const HeaderExtension FirstForwarded = HeaderExtension.AudioLevel;

    /// <summary>How many extensions are passed on.</summary>
    public const int ForwardedCount = HeaderExtension.DependencyDescriptor - FirstForwarded + 1;

    private static readonly Dictionary<string, HeaderExtension> ByUri = new()
    {
        [HeaderExtensionUri.Mid] = HeaderExtension.Mid,
        [HeaderExtensionUri.RtpStreamId] = HeaderExtension.RtpStreamId,
        [HeaderExtensionUri.RepairedRtpStreamId] = HeaderExtension.RepairedRtpStreamId,
        [HeaderExtensionUri.TransportSequenceNumber] = HeaderExtension.TransportSequenceNumber,
        [HeaderExtensionUri.AbsoluteSendTime] = HeaderExtension.AbsoluteSendTime,
        [HeaderExtensionUri.AudioLevel] = HeaderExtension.AudioLevel,
        [HeaderExtensionUri.VideoOrientation] = HeaderExtension.VideoOrientation,
        [HeaderExtensionUri.PlayoutDelay] = HeaderExtension.PlayoutDelay,
        [HeaderExtensionUri.AbsoluteCaptureTime] = HeaderExtension.AbsoluteCaptureTime,
        [HeaderExtensionUri.VideoContentType] = HeaderExtension.VideoContentType,
        [HeaderExtensionUri.DependencyDescriptor] = HeaderExtension.DependencyDescriptor,
    };

    private readonly HeaderExtension[] _byId = new HeaderExtension[256];
    private readonly byte[] _ids = new byte[(int)HeaderExtension.DependencyDescriptor + 1];

    /// <summary>Whether one-byte and two-byte elements may be mixed (<c>a=extmap-allow-mixed</c>).</summary>
    public bool AllowMixed { get; init; }

    /// <summary>Enters a negotiated extension; one that the engine does not know is ignored.</summary>
    public void Add(NegotiatedHeaderExtension negotiated)
    {
        if (!ByUri.TryGetValue(negotiated.Uri, out HeaderExtension extension))
        {
            return;
        }

        if (negotiated.CanReceive)
        {
            _byId[negotiated.Id] = extension;
        }

        if (negotiated.CanSend)
        {
            _ids[(int)extension] = (byte)negotiated.Id;
        }
    }

    /// <summary>What an identifier stands for.</summary>
    public HeaderExtension this[byte id] => _byId[id];

    /// <summary>The identifier of an extension, 0 when it was not negotiated.</summary>
    public byte IdOf(HeaderExtension extension) => _ids[(int)extension];
}
