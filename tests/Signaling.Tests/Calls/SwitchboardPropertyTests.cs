using Signaling.Calls;

namespace Signaling.Tests.Calls;

/// <summary>
/// Random interleavings of what two or three people, their devices, the engine, the clock and administrators do. What must always hold is
/// checked after each step by <see cref="SwitchboardModel"/>; here, what must hold in the end.
/// </summary>
public sealed class SwitchboardPropertyTests
{
    private const int Runs = 300;
    private const int Steps = 120;

    private static readonly (CallReason Caller, CallReason Callee)[] Endings =
    [
        (CallReason.Hangup, CallReason.Hangup),
        (CallReason.Declined, CallReason.Declined),
        (CallReason.Busy, CallReason.Busy),
        (CallReason.Cancelled, CallReason.Cancelled),
        (CallReason.NoAnswer, CallReason.NoAnswer),
        (CallReason.Failed, CallReason.Failed),
        (CallReason.Policy, CallReason.Policy),
        (CallReason.Blocked, CallReason.Cancelled),
        (CallReason.Blocked, CallReason.Hangup),
        (CallReason.Declined, CallReason.Blocked),
        (CallReason.Hangup, CallReason.Blocked),
    ];

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    public void Whatever_happens_in_whatever_order_nothing_is_lost_and_every_call_ends(int people)
    {
        var reasons = new HashSet<CallReason>();
        for (int seed = 0; seed < Runs; seed++)
        {
            try
            {
                reasons.UnionWith(Run(people, seed));
            }
            catch (Exception error) when (error is not OutOfMemoryException)
            {
                throw new InvalidOperationException($"With {people} people and seed {seed}: {error.Message}", error);
            }
        }

        // The runs are worth something only if they reach every way in which a call can end; with two people nobody is busy.
        CallReason[] reachable = [.. Endings.Select(ending => ending.Caller).Concat(Endings.Select(ending => ending.Callee)).Distinct()];
        Assert.Equal(reachable.Where(reason => people > 2 || reason != CallReason.Busy).Order(), reasons.Order());
    }

    private static IEnumerable<CallReason> Run(int people, int seed)
    {
        var random = new Random(seed);
        var model = new SwitchboardModel();
        DeviceKey[] devices = [.. from person in Enumerable.Range(0, people) from device in Enumerable.Range(0, 2) select new DeviceKey($"p{person}", $"d{device}")];
        for (int i = 0; i < Steps; i++)
        {
            Step(model, devices, random);
        }

        // Left alone, with the network gone, everything comes to its end.
        foreach (Call call in model.Board.Running)
        {
            model.Happen(call.Id, new CallInput.MediaDown(call.CallerLeg.Participant));
        }

        model.Advance(TimeSpan.FromMinutes(5));
        Assert.Empty(model.Board.Running);
        Assert.Null(model.Board.NextDeadline);
        foreach (Call call in model.Ended.Values)
        {
            Assert.Contains((call.Ending!.Caller, call.Ending.Callee), Endings);
            Assert.Equal(call.IsMissed, model.Missed.Any(missed => missed.Id == call.Id));
            Assert.Null(model.Board.Find(call.Id));
        }

        return model.Ended.Values.SelectMany(call => (CallReason[])[call.Ending!.Caller, call.Ending.Callee]);
    }

    private static void Step(SwitchboardModel model, DeviceKey[] devices, Random random)
    {
        DeviceKey device = devices[random.Next(devices.Length)];
        string other = devices.Where(one => one.Account != device.Account).ElementAt(random.Next(devices.Length - 2)).Account;
        Call? call = model.Board.Running.FirstOrDefault(running => running.Involves(device.Account));
        string id = call?.Id ?? model.Ended.Keys.LastOrDefault() ?? "none";
        CallMedia media = (CallMedia)random.Next(2);
        if (!model.IsOnline(device))
        {
            model.Connect(device);
            return;
        }

        switch (random.Next(28))
        {
            case < 5:
                model.Invite(device, other, media, $"{random.Next(8)}");
                break;
            case < 8:
                model.Command(device, id, new CallInput.Accept(device, media));
                break;
            case 8:
                model.Command(device, id, new CallInput.Decline(device));
                break;
            case 9:
                model.Command(device, id, new CallInput.HangUp(device));
                break;
            case 10:
                model.Command(device, id, new CallInput.SetMedia(device, random.Next(2) == 0, random.Next(2) == 0));
                break;
            case < 17:
                Connect(model, device, id);
                break;
            case < 19:
                Participant(model, call, random, participant => new CallInput.MediaDown(participant));
                break;
            case 19:
                Participant(model, call, random, participant => new CallInput.Slots(participant, [call!.CallerLeg.Participant, null]));
                break;
            case 20:
                model.Disconnect(device, isClean: random.Next(3) == 0);
                break;
            case 21:
                model.Connect(device);
                break;
            case 22 when random.Next(3) == 0:
                model.Do((board, now) => board.Block(device.Account, other, now));
                break;
            case 23 when random.Next(6) == 0:
                model.Do((board, now) => board.Suspend(device.Account, now));
                break;
            default:
                model.Advance(TimeSpan.FromSeconds(random.Next(1, 12)));
                break;
        }
    }

    private static void Connect(SwitchboardModel model, DeviceKey device, string callId)
    {
        if (model.Join(device, callId) is { } participant)
        {
            model.Happen(callId, new CallInput.MediaUp(participant.Participant));
        }
    }

    private static void Participant(SwitchboardModel model, Call? call, Random random, Func<string, CallInput> input)
    {
        if (call is not null)
        {
            CallLeg[] legs = [.. call.AllLegs];
            model.Happen(call.Id, input(legs[random.Next(legs.Length)].Participant));
        }
    }
}
