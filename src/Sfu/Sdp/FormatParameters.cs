namespace Sfu.Sdp;

/// <summary><c>a=fmtp</c> (RFC 8866 section 6.15).</summary>
/// <param name="PayloadType">0 to 127.</param>
/// <param name="Value">What follows, as written, such as <c>minptime=10;useinbandfec=1</c>.</param>
public sealed record FormatParameters(int PayloadType, string Value)
{
    /// <summary>The value of a parameter, or null; names are compared without regard to case (RFC 6838 section 4.3).</summary>
    public string? this[string name]
    {
        get
        {
            foreach (string pair in Value.Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
            {
                int equals = pair.IndexOf('=');
                if (equals > 0 && pair.AsSpan(0, equals).TrimEnd().Equals(name, StringComparison.OrdinalIgnoreCase))
                {
                    return pair[(equals + 1)..].Trim();
                }
            }

            return null;
        }
    }
}
