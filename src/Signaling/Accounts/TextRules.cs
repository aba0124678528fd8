namespace Signaling.Accounts;

/// <summary>What every text that is stored must keep to.</summary>
internal static class TextRules
{
    /// <summary>Whether the text has no half surrogate pairs and no U+0000 (which PostgreSQL does not store).</summary>
    public static bool IsWellFormed(string text)
    {
        for (int i = 0; i < text.Length; i++)
        {
            if (char.IsSurrogatePair(text, i))
            {
                i++;
            }
            else if (text[i] == '\0' || char.IsSurrogate(text[i]))
            {
                return false;
            }
        }

        return true;
    }
}
