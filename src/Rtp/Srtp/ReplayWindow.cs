using System.Numerics;

namespace Rtp.Srtp;

/// <summary>
/// Which indices were seen, back to a distance from the highest one (RFC 3711 section 3.3.2). The bits are a ring of words with one word
/// more than the window is wide, so that going forward clears whole words (RFC 6479).
/// </summary>
internal sealed class ReplayWindow
{
    private const int BitsPerWord = 64;

    private readonly ulong[] _words;

    /// <param name="minimumSize">What the window holds at least.</param>
    public ReplayWindow(int minimumSize)
    {
        int words = ((minimumSize + BitsPerWord - 1) / BitsPerWord) + 1;
        _words = new ulong[(int)BitOperations.RoundUpToPowerOf2((uint)words)];
        Size = (_words.Length - 1) * BitsPerWord;
    }

    /// <summary>An index this far below the highest one is too old.</summary>
    public int Size { get; }

    /// <summary>Whether any index was committed.</summary>
    public bool HasStarted { get; private set; }

    /// <summary>The highest index committed.</summary>
    public ulong Highest { get; private set; }

    /// <summary><see cref="SrtpStatus.Ok"/>, <see cref="SrtpStatus.Replayed"/> or <see cref="SrtpStatus.TooOld"/>.</summary>
    public SrtpStatus Check(ulong index)
    {
        if (!HasStarted || index > Highest)
        {
            return SrtpStatus.Ok;
        }

        if (Highest - index >= (ulong)Size)
        {
            return SrtpStatus.TooOld;
        }

        return (Word(index) >> (int)(index % BitsPerWord) & 1) == 0 ? SrtpStatus.Ok : SrtpStatus.Replayed;
    }

    /// <summary>Marks an index that <see cref="Check"/> found good, once its packet is known to be authentic.</summary>
    public void Commit(ulong index)
    {
        if (!HasStarted)
        {
            HasStarted = true;
            Highest = index;
        }
        else if (index > Highest)
        {
            ulong word = Highest / BitsPerWord;
            ulong newWords = Math.Min((index / BitsPerWord) - word, (ulong)_words.Length);
            for (ulong i = 1; i <= newWords; i++)
            {
                Word((word + i) * BitsPerWord) = 0;
            }

            Highest = index;
        }

        Word(index) |= 1UL << (int)(index % BitsPerWord);
    }

    private ref ulong Word(ulong index) => ref _words[(int)(index / BitsPerWord) & (_words.Length - 1)];
}
