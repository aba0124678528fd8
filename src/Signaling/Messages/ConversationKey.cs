namespace Signaling.Messages;

/// <summary>Names the conversation of two accounts, whoever asks. An account's id has no slash (see AccountId).</summary>
internal static class ConversationKey
{
    /// <summary>The same for both orders.</summary>
    public static string Of(string one, string other) => string.CompareOrdinal(one, other) < 0 ? $"{one}/{other}" : $"{other}/{one}";
}
