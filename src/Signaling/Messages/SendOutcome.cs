namespace Signaling.Messages;

/// <summary>What became of a message that was handed in.</summary>
internal abstract record SendOutcome
{
    private SendOutcome()
    {
    }

    /// <summary>It is stored.</summary>
    /// <param name="Message">As stored.</param>
    /// <param name="IsNew">False for a repetition of the same <c>client_ref</c>.</param>
    /// <param name="Withheld">The recipient blocks the sender and does not see it.</param>
    public sealed record Stored(Message Message, bool IsNew, bool Withheld) : SendOutcome;

    /// <summary>There is no such recipient.</summary>
    public sealed record UnknownRecipient : SendOutcome;

    /// <summary>The sender blocks the recipient.</summary>
    public sealed record RecipientBlocked : SendOutcome;

    /// <summary>The <c>client_ref</c> was used for another message.</summary>
    public sealed record ClientRefTaken : SendOutcome;
}
