using System.Text.Json.Serialization;
using Signaling.Policy;

namespace Signaling.Api;

/// <summary>Whether a call would be admitted now.</summary>
internal sealed record Eligibility(
    bool Eligible,
    ToldVerdict Verdict,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] int? RetryAfter);
