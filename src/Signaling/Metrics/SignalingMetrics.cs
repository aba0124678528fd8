using System.Diagnostics.Metrics;
using Sfu.Quality;
using Signaling.Calls;
using Signaling.Policy;
using Signaling.Wire;

namespace Signaling.Metrics;

/// <summary>What this half of the server counts (meter <c>signaling</c>). Tags hold enum values only, never an account.</summary>
internal sealed class SignalingMetrics : IDisposable
{
    private readonly UpDownCounter<int> _sessions;
    private readonly UpDownCounter<int> _calls;
    private readonly Counter<long> _ended;
    private readonly Counter<long> _quality;
    private readonly Counter<long> _verdicts;
    private readonly Counter<long> _messages;
    private readonly Counter<long> _errors;

    /// <summary>Of the instruments.</summary>
    public Meter Meter { get; } = new("signaling");

    public SignalingMetrics()
    {
        _sessions = Meter.CreateUpDownCounter<int>("signaling.sessions", description: "WebSocket sessions that are open");
        _calls = Meter.CreateUpDownCounter<int>("signaling.calls", description: "Calls that are on");
        _ended = Meter.CreateCounter<long>("signaling.calls.ended", description: "Calls that ended, by what the caller was told");
        _quality = Meter.CreateCounter<long>("signaling.calls.quality", description: "Sides of calls that ended, by how good their connection mostly was");
        _verdicts = Meter.CreateCounter<long>("signaling.verdicts", description: "Decisions of the policy about attempts to call");
        _messages = Meter.CreateCounter<long>("signaling.messages", description: "Direct messages stored");
        _errors = Meter.CreateCounter<long>("signaling.errors", description: "Requests over WebSocket that were refused");
    }

    public void SessionOpened() => _sessions.Add(1);

    public void SessionClosed() => _sessions.Add(-1);

    public void CallStarted() => _calls.Add(1);

    public void CallEnded(Call call)
    {
        _calls.Add(-1);
        _ended.Add(1, new KeyValuePair<string, object?>("reason", EnumText<CallReason>.Of(call.Ending!.Caller)));
        foreach (QualityLevel? level in (ReadOnlySpan<QualityLevel?>)[call.CallerQuality, call.CalleeQuality])
        {
            if (level is { } known)
            {
                _quality.Add(1, new KeyValuePair<string, object?>("level", EnumText<QualityLevel>.Of(known)));
            }
        }
    }

    public void Decided(Verdict verdict) =>
        _verdicts.Add(1, new KeyValuePair<string, object?>("verdict", EnumText<Verdict>.Of(verdict)));

    public void MessageStored() => _messages.Add(1);

    public void Refused(ErrorCode code) =>
        _errors.Add(1, new KeyValuePair<string, object?>("code", EnumText<ErrorCode>.Of(code)));

    public void Dispose() => Meter.Dispose();
}
