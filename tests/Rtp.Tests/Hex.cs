namespace Rtp.Tests;

/// <summary>Bytes written as hexadecimal digits, with spaces and line ends between them as the reader likes.</summary>
internal static class Hex
{
    public static byte[] Bytes(string text) => Convert.FromHexString(string.Concat(text.Where(c => !char.IsWhiteSpace(c))));
}
