using System.Runtime.InteropServices;

namespace Rtp.Tests.Srtp;

/// <summary>The reference implementation libsrtp 2, as far as the tests call it.</summary>
internal static unsafe partial class LibSrtp
{
    public const int SpecificSsrc = 1;
    public const int AnyInbound = 2;
    public const int AnyOutbound = 3;
    public const int AuthenticationOnly = 2;

    private const string Library = "libsrtp2.so.1";

    private static readonly Lazy<bool> Initialized = new(() =>
    {
        if (!NativeLibrary.TryLoad(Library, out _))
        {
            Assert.Fail($"{Library} is not installed, and these tests compare with it. Run: apt-get install libsrtp2-1");
        }

        Assert.Equal(0, srtp_init());
        return true;
    });

    /// <summary>Loads and initialises the library; fails the test where it is missing.</summary>
    public static void Require() => Assert.True(Initialized.Value);

    [LibraryImport(Library)]
    public static partial int srtp_create(out nint session, in Policy policy);

    [LibraryImport(Library)]
    public static partial int srtp_dealloc(nint session);

    [LibraryImport(Library)]
    public static partial int srtp_crypto_policy_set_from_profile_for_rtp(ref CryptoPolicy policy, int profile);

    [LibraryImport(Library)]
    public static partial int srtp_crypto_policy_set_from_profile_for_rtcp(ref CryptoPolicy policy, int profile);

    [LibraryImport(Library)]
    public static partial int srtp_protect(nint session, byte* packet, ref int length);

    [LibraryImport(Library)]
    public static partial int srtp_unprotect(nint session, byte* packet, ref int length);

    [LibraryImport(Library)]
    public static partial int srtp_protect_rtcp(nint session, byte* packet, ref int length);

    [LibraryImport(Library)]
    public static partial int srtp_unprotect_rtcp(nint session, byte* packet, ref int length);

    [LibraryImport(Library)]
    private static partial int srtp_init();

    [StructLayout(LayoutKind.Sequential)]
    public struct CryptoPolicy
    {
        public uint CipherType;
        public int CipherKeyLength;
        public uint AuthenticationType;
        public int AuthenticationKeyLength;
        public int TagLength;
        public int Services;
    }

    [StructLayout(LayoutKind.Sequential)]
    public struct Policy
    {
        public int SsrcType;
        public uint Ssrc;
        public CryptoPolicy Rtp;
        public CryptoPolicy Rtcp;
        public byte* Key;
        public nint Keys;
        public nuint KeyCount;
        public nint Deprecated;
        public nuint WindowSize;
        public int AllowRepeat;
        public nint EncryptedExtensions;
        public int EncryptedExtensionCount;
        public nint Next;
    }
}
