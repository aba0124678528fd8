using System.Buffers.Binary;

namespace Fuzzing;

/// <summary>Makes inputs out of valid ones: mostly right, so that they get past the first checks, and wrong somewhere.</summary>
public sealed class Mutator
{
    private const int MaximumLength = 2048;
    private const int MaximumRandomLength = 200;
    private const int MaximumEdits = 4;
    private static readonly byte[] TellingBytes = [0x00, 0x01, 0x0F, 0x10, 0x7F, 0x80, 0xBE, 0xDE, 0xF0, 0xFF];

    private readonly IReadOnlyList<byte[]> _corpus;
    private readonly Random _random;

    /// <summary>Makes a mutator.</summary>
    /// <param name="corpus">Valid inputs, at least one.</param>
    /// <param name="seed">The same seed gives the same inputs.</param>
    public Mutator(IReadOnlyList<byte[]> corpus, int seed)
    {
        ArgumentOutOfRangeException.ThrowIfZero(corpus.Count, nameof(corpus));
        _corpus = corpus;
        _random = new Random(seed);
    }

    /// <summary>The next input: valid, changed in a few places, or all random.</summary>
    public byte[] Next()
    {
        int kind = _random.Next(20);
        if (kind == 0)
        {
            return Pick();
        }

        if (kind == 1)
        {
            return RandomBytes(_random.Next(MaximumRandomLength));
        }

        byte[] input = Pick();
        for (int edits = _random.Next(1, MaximumEdits + 1); edits > 0; edits--)
        {
            input = Edit(input);
        }

        return input.Length > MaximumLength ? input[..MaximumLength] : input;
    }

    private byte[] Edit(byte[] input) => input.Length == 0 ? RandomBytes(1) : _random.Next(9) switch
    {
        0 or 1 => FlipBits(input),
        2 => SetByte(input),
        3 or 4 => SetLengthField(input),
        5 => input[.._random.Next(input.Length)],
        6 => [.. input, .. RandomBytes(_random.Next(1, 40))],
        7 => Splice(input),
        _ => Repeat(input),
    };

    private byte[] FlipBits(byte[] input)
    {
        byte[] edited = [.. input];
        for (int flips = _random.Next(1, 9); flips > 0; flips--)
        {
            edited[_random.Next(edited.Length)] ^= (byte)(1 << _random.Next(8));
        }

        return edited;
    }

    private byte[] SetByte(byte[] input)
    {
        byte[] edited = [.. input];
        edited[_random.Next(edited.Length)] = TellingBytes[_random.Next(TellingBytes.Length)];
        return edited;
    }

    // Any two bytes may be a length: nothing, too much, or next to what is right in bytes or words.
    private byte[] SetLengthField(byte[] input)
    {
        byte[] edited = [.. input];
        if (edited.Length < sizeof(ushort))
        {
            return edited;
        }

        int offset = _random.Next(edited.Length - 1);
        int rest = edited.Length - offset - sizeof(ushort);
        int length = _random.Next(6) switch
        {
            0 => 0,
            1 => ushort.MaxValue,
            2 => rest + _random.Next(-1, 2),
            3 => (rest / 4) + _random.Next(-1, 2),
            4 => BinaryPrimitives.ReadUInt16BigEndian(edited.AsSpan(offset)) + _random.Next(-1, 2),
            _ => _random.Next(ushort.MaxValue),
        };
        BinaryPrimitives.WriteUInt16BigEndian(edited.AsSpan(offset), (ushort)length);
        return edited;
    }

    private byte[] Splice(byte[] input)
    {
        byte[] other = Pick();
        return [.. input[.._random.Next(input.Length + 1)], .. other[_random.Next(other.Length + 1)..]];
    }

    private byte[] Repeat(byte[] input)
    {
        int start = _random.Next(input.Length);
        int end = _random.Next(start, Math.Min(input.Length, start + 40)) + 1;
        return [.. input[..end], .. input[start..]];
    }

    private byte[] Pick() => [.. _corpus[_random.Next(_corpus.Count)]];

    private byte[] RandomBytes(int length)
    {
        byte[] bytes = new byte[length];
        _random.NextBytes(bytes);
        return bytes;
    }
}
