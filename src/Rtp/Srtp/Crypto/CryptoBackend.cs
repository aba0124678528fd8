using System.Runtime.Intrinsics.X86;

namespace Rtp.Srtp.Crypto;

/// <summary>What does the ciphering. Chosen once for each key.</summary>
internal enum CryptoBackend
{
    /// <summary>AES-NI and carry-less multiplication, 256 bits wide where the processor can.</summary>
    Intrinsics,

    /// <summary>As <see cref="Intrinsics"/>, with 128-bit multiplication only.</summary>
    NarrowIntrinsics,

    /// <summary>OpenSSL's libcrypto.</summary>
    OpenSsl,
}

/// <summary>The choice of a <see cref="CryptoBackend"/>.</summary>
internal static class CryptoBackends
{
    /// <summary>The <see cref="AppContext"/> switch that keeps intrinsics from being used.</summary>
    public const string DisableIntrinsicsSwitch = "Rtp.Srtp.DisableIntrinsics";

    /// <summary>The fastest one that this processor has and the switch permits.</summary>
    public static CryptoBackend Default
    {
        get
        {
            bool disabled = AppContext.TryGetSwitch(DisableIntrinsicsSwitch, out bool set) && set;
            return disabled || !Aes.IsSupported || !Pclmulqdq.IsSupported || !Ssse3.IsSupported ? CryptoBackend.OpenSsl
                : Pclmulqdq.V256.IsSupported && Avx2.IsSupported ? CryptoBackend.Intrinsics
                : CryptoBackend.NarrowIntrinsics;
        }
    }
}
