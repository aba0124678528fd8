namespace Signaling.Api;

/// <summary>Any part of an audience choice.</summary>
internal sealed record AudiencePatch
{
    public bool? Contacts { get; init; }

    public bool? Follows { get; init; }

    public bool? Verified { get; init; }

    public bool? Everyone { get; init; }
}
