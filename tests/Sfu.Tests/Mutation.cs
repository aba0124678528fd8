namespace Sfu.Tests;

/// <summary>Changes bytes as a broken or hostile peer might.</summary>
internal static class Mutation
{
    internal static byte[] Of(ReadOnlySpan<byte> original, Random random)
    {
        byte[] bytes = original.ToArray();
        for (int changes = random.Next(1, 4); changes > 0; changes--)
        {
            bytes = random.Next(5) switch
            {
                0 => Flip(bytes, random),
                1 => bytes[..random.Next(bytes.Length + 1)],
                2 => [.. bytes, .. new byte[random.Next(1, 32)]],
                3 => Overwrite(bytes, random),
                _ => Splice(bytes, random),
            };
        }

        return bytes;
    }

    private static byte[] Flip(byte[] bytes, Random random)
    {
        if (bytes.Length > 0)
        {
            bytes[random.Next(bytes.Length)] ^= (byte)(1 << random.Next(8));
        }

        return bytes;
    }

    /// <summary>Lengths and counts break at their extremes.</summary>
    private static byte[] Overwrite(byte[] bytes, Random random)
    {
        if (bytes.Length > 0)
        {
            ReadOnlySpan<byte> extremes = [0, 1, 0x7F, 0x80, 0xFE, 0xFF];
            bytes[random.Next(bytes.Length)] = extremes[random.Next(extremes.Length)];
        }

        return bytes;
    }

    private static byte[] Splice(byte[] bytes, Random random)
    {
        int from = random.Next(bytes.Length + 1);
        int to = random.Next(from, bytes.Length + 1);
        int at = random.Next(bytes.Length + 1);
        return [.. bytes[..at], .. bytes[from..to], .. bytes[at..]];
    }
}
