using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using Rtp.Srtp.Crypto;

namespace Rtp.Srtp;

/// <summary>
/// The tag that one received packet ought to have, under the rollover counter that it probably has. It says nothing about the packet until
/// <see cref="SrtpReceiver.UnprotectRtp(Span{byte}, int, in SrtpExpectedTag, out int)"/> has looked at both. The default value: none was computed.
/// </summary>
public struct SrtpExpectedTag
{
    private HmacSha1? _key;
    private uint _rolloverCounter;
    private Digest _digest;

    /// <summary>Whether this is the tag under a key and a rollover counter.</summary>
    internal readonly bool IsFor(HmacSha1 key, uint rolloverCounter) => _key == key && _rolloverCounter == rolloverCounter;

    /// <summary>Whether a packet's tag is this one; in the same time wherever they differ.</summary>
    internal readonly bool Matches(ReadOnlySpan<byte> tag) =>
        CryptographicOperations.FixedTimeEquals(((ReadOnlySpan<byte>)_digest)[..tag.Length], tag);

    /// <summary>Says what it is for; the tag has to be written to where the pointer that is returned says. The value must not move until then.</summary>
    internal unsafe byte* Prepare(HmacSha1 key, uint rolloverCounter)
    {
        _key = key;
        _rolloverCounter = rolloverCounter;
        return (byte*)Unsafe.AsPointer(ref _digest);
    }

    [InlineArray(Sha1.DigestLength)]
    private struct Digest
    {
        private byte _first;
    }
}
