using System.Collections.Immutable;
using Sfu.Quality;
using Signaling.Policy;

namespace Signaling.Calls;

/// <summary>All that is known of one call. A value: <see cref="CallMachine"/> makes the next from it.</summary>
internal sealed record Call
{
    /// <summary>Its identifier, and the name of its room in the media engine.</summary>
    public required string Id { get; init; }

    /// <summary>What it started with.</summary>
    public required CallMedia Media { get; init; }

    /// <summary>The audience that admitted the caller.</summary>
    public required Audience Why { get; init; }

    /// <summary>The version of the policy's facts that admitted it.</summary>
    public required long PolicyVersion { get; init; }

    /// <summary>Who calls.</summary>
    public required CallParty Caller { get; init; }

    /// <summary>Who is called.</summary>
    public required CallParty Callee { get; init; }

    /// <summary>The caller's device.</summary>
    public required CallLeg CallerLeg { get; init; }

    /// <summary>The callee's devices that ring or rang.</summary>
    public ImmutableArray<CallLeg> CalleeLegs { get; init; } = [];

    /// <summary>The invitations that led to it: the caller's, and the callee's own when both called each other.</summary>
    public ImmutableArray<CallReference> References { get; init; } = [];

    /// <summary>Where it is in its life.</summary>
    public CallState State { get; init; } = CallState.Ringing;

    /// <summary>The callee's device that accepted.</summary>
    public DeviceKey? Answered { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset? AnsweredAt { get; init; }

    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>How it ended; null while it lasts.</summary>
    public CallEnding? Ending { get; init; }

    /// <summary>The callee's device that accepted, or null.</summary>
    public CallLeg? AnsweredLeg => Answered is { } device ? FindCalleeLeg(device) : null;

    /// <summary>The legs that may have media: all while it rings, two after the accept, none at the end.</summary>
    public IEnumerable<CallLeg> LiveLegs => State switch
    {
        CallState.Ended => [],
        CallState.Ringing => CalleeLegs.Prepend(CallerLeg),
        _ => [CallerLeg, AnsweredLeg!],
    };

    /// <summary>Every leg that ever was.</summary>
    public IEnumerable<CallLeg> AllLegs => CalleeLegs.Prepend(CallerLeg);

    /// <summary>Whether the callee should hear that somebody tried: it ended before an answer, and not by the callee's own act.</summary>
    public bool IsMissed => Ending is { } ending && CallRecord.IsMissed(ending.Callee, AnsweredAt);

    /// <summary>How good the caller's connection mostly was; null while the call lasts, or where nothing was measured.</summary>
    public QualityLevel? CallerQuality => EndedAt is { } end ? CallerLeg.Quality.Mean(end) : null;

    /// <summary>How good the callee's connection mostly was; null while the call lasts, or where nothing was measured.</summary>
    public QualityLevel? CalleeQuality => EndedAt is { } end ? AnsweredLeg?.Quality.Mean(end) : null;

    /// <summary>Whether the account is a side of the call.</summary>
    public bool Involves(string account) => Caller.Account == account || Callee.Account == account;

    /// <summary>The leg of a device of the callee, or null.</summary>
    public CallLeg? FindCalleeLeg(DeviceKey device) => CalleeLegs.FirstOrDefault(leg => leg.Device == device);

    /// <summary>The leg of a device, or null.</summary>
    public CallLeg? FindLeg(DeviceKey device) => CallerLeg.Device == device ? CallerLeg : FindCalleeLeg(device);

    /// <summary>The same call with one leg replaced.</summary>
    public Call With(CallLeg leg) => leg.Device == CallerLeg.Device
        ? this with { CallerLeg = leg }
        : this with { CalleeLegs = [.. CalleeLegs.Select(other => other.Device == leg.Device ? leg : other)] };

    /// <summary>The same call, over.</summary>
    public Call End(CallEnding ending, DateTimeOffset now) => this with { State = CallState.Ended, Ending = ending, EndedAt = now };

    /// <summary>The same call, over for the same reason on both sides.</summary>
    public Call End(CallReason reason, DateTimeOffset now) => End(new CallEnding(reason, reason), now);
}
