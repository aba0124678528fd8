namespace Sfu.Streams;

/// <summary>The payload types of one transport. Within a BUNDLE group a number means the same in every section (RFC 8843 section 10.1.2).</summary>
internal sealed class PayloadTypeMap
{
    private readonly PayloadType?[] _byNumber = new PayloadType?[128];
    private readonly Dictionary<string, PayloadType> _byCodec = [];

    /// <summary>Enters a payload type; of two for one codec the first is used for sending.</summary>
    public void Add(PayloadType payloadType)
    {
        _byNumber[payloadType.Number] = payloadType;
        if (payloadType is { Retransmits: < 0, Carries: < 0 })
        {
            _byCodec.TryAdd(payloadType.Codec, payloadType);
        }
    }

    /// <summary>What a number stands for, or null.</summary>
    public PayloadType? Find(byte number) => _byNumber[number & 0x7F];

    /// <summary>The payload type to send a codec with, or null where the peer does not take it.</summary>
    public PayloadType? Find(string codec) => _byCodec.GetValueOrDefault(codec);
}
