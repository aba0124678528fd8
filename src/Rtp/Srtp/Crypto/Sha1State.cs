namespace Rtp.Srtp.Crypto;

/// <summary>The chaining value of SHA-1 (FIPS 180-4 section 5.3.1).</summary>
internal struct Sha1State
{
    public uint A;
    public uint B;
    public uint C;
    public uint D;
    public uint E;

    public static Sha1State Initial => new() { A = 0x67452301, B = 0xefcdab89, C = 0x98badcfe, D = 0x10325476, E = 0xc3d2e1f0 };
}
