using System.Numerics;

namespace Simulation.Codecs;

/// <summary>Collects fields of bits, the highest first.</summary>
internal sealed class Bits
{
    private readonly List<byte> _bytes = [];
    private int _length;

    public void Put(int value, int bits)
    {
        for (int bit = bits - 1; bit >= 0; bit--)
        {
            if (_length % 8 == 0)
            {
                _bytes.Add(0);
            }

            _bytes[^1] |= (byte)(((value >> bit) & 1) << (7 - (_length % 8)));
            _length++;
        }
    }

    /// <summary>ns(n) of the AV1 specification, section 4.10.7: the first values are one bit shorter than the others.</summary>
    public void PutNonSymmetric(int value, int limit)
    {
        int width = BitOperations.Log2((uint)limit) + 1;
        int shorter = (1 << width) - limit;
        if (value < shorter)
        {
            Put(value, width - 1);
        }
        else
        {
            Put(value + shorter, width);
        }
    }

    /// <summary>ue(v) of ITU-T H.264, section 9.1.</summary>
    public void PutExpGolomb(int value)
    {
        int length = BitOperations.Log2((uint)value + 1);
        Put(0, length);
        Put(value + 1, length + 1);
    }

    public byte[] ToArray() => [.. _bytes];
}
