using Sfu.Congestion;
using Sfu.Rooms;
using Sfu.Streams.Outgoing;
using Simulation.Clients;
using Simulation.World;

namespace Sfu.Tests.Congestion;

/// <summary>In which order leaves what somebody is sent: sound, retransmissions, pictures, padding.</summary>
public sealed class PacerTests : IDisposable
{
    // As much debt as there can be is paid after half a second; until then nothing leaves but sound.
    private const int Debt = 10_000_000;
    private static readonly long Wait = MediaTime.Milliseconds(200);
    private static readonly long RoundTrip = MediaTime.Milliseconds(20);

    private readonly Simulator _simulator = new();
    private readonly ParticipantMedia _media;
    private readonly OutgoingStream _camera;

    public PacerTests()
    {
        SimulatedBrowser caller = _simulator.NewBrowser("caller");
        SimulatedBrowser viewer = _simulator.NewBrowser("viewer");
        caller.Publish();
        _simulator.Connect(caller, viewer);
        _simulator.Run(MediaTime.Seconds(5));
        _media = _simulator.Engine.Find(viewer.Key)!.Media;
        _camera = _media.Outgoing.Single(stream => stream is { Kind: MediaKind.Video, Source: not null });
    }

    private SentPacketHistory Sent => _media.Egress.Sent;

    [Fact]
    public void Sound_never_waits()
    {
        long first = LetPicturesWait();
        List<SentPacketKind> kinds = KindsFrom(first);
        Assert.InRange(kinds.Count, 9, 11);
        Assert.All(kinds, kind => Assert.Equal(SentPacketKind.Audio, kind));

        _simulator.Run(3 * Wait);
        Assert.Contains(SentPacketKind.Video, KindsFrom(first));
    }

    [Fact]
    public void A_retransmission_leaves_before_pictures_that_wait()
    {
        List<ushort> lost = LastNumbers(3);
        LetPicturesWait();
        long first = Sent.Count;
        foreach (ushort number in lost)
        {
            _camera.Retransmit(number, _simulator.Now, RoundTrip);
        }

        Assert.Equal(first, Sent.Count);
        _simulator.Run(3 * Wait);
        List<SentPacketKind> kinds = [.. KindsFrom(first).Where(kind => kind != SentPacketKind.Audio)];
        Assert.All(kinds.Take(lost.Count), kind => Assert.Equal(SentPacketKind.Retransmission, kind));
        Assert.All(kinds.Skip(lost.Count), kind => Assert.Equal(SentPacketKind.Video, kind));
        Assert.True(kinds.Count > 2 * lost.Count);
    }

    [Fact]
    public void A_probe_sends_what_waits_and_pads_only_the_rest()
    {
        List<ushort> lost = LastNumbers(2);
        LetPicturesWait();
        foreach (ushort number in lost)
        {
            _camera.Retransmit(number, _simulator.Now, RoundTrip);
        }

        long first = Sent.Count;
        long part = _media.Pacer.Release(4000, _simulator.Now);
        Assert.InRange(part, 4000, 4000 + 1500);
        Assert.Equal(
            [SentPacketKind.Retransmission, SentPacketKind.Retransmission, SentPacketKind.Video, SentPacketKind.Video],
            KindsFrom(first).Take(4));

        long rest = _media.Pacer.Release(long.MaxValue, _simulator.Now);
        Assert.True(rest > 0);
        Assert.Equal(0, _media.Pacer.Release(long.MaxValue, _simulator.Now));
    }

    [Fact]
    public void What_is_not_sent_until_the_keyframe_after_too_much_waited_is_not_the_publishers_freeze()
    {
        long still = _camera.Pictures.Frozen + _camera.Pictures.Off;
        long longest = 0;
        for (int i = 0; i < 3; i++)
        {
            _camera.OnDropped();
            MediaTime from = _simulator.Now;
            long frames = _camera.Pictures.Frames;
            Assert.True(_simulator.RunUntil(() => _camera.Pictures.Frames > frames));
            longest = Math.Max(longest, _simulator.Now - from);
        }

        Assert.True(longest > MediaTime.Milliseconds(300), "The keyframes came too soon for a freeze: the test shows nothing.");
        Assert.Equal(still, _camera.Pictures.Frozen + _camera.Pictures.Off);
    }

    [Fact]
    public void However_much_is_asked_for_again_pictures_keep_three_quarters()
    {
        const int Seconds = 8;
        long before = _camera.PayloadBytes;
        _simulator.Run(MediaTime.Seconds(Seconds));
        long unharmed = _camera.PayloadBytes - before;

        before = _camera.PayloadBytes;
        for (int i = 0; i < Seconds * 100; i++)
        {
            foreach (ushort number in LastNumbers(50))
            {
                _camera.Retransmit(number, _simulator.Now, roundTrip: 0);
            }

            _simulator.Run(MediaTime.Milliseconds(10));
        }

        Assert.True(_media.Pacer.Refused > 0, "There was budget for all: the test shows nothing.");
        Assert.InRange(_camera.PayloadBytes - before, unharmed * 0.95, long.MaxValue);
    }

    public void Dispose() => _simulator.Dispose();

    private long LetPicturesWait()
    {
        _media.Egress.Budget.Spend(Debt, _simulator.Now);
        long first = Sent.Count;
        _simulator.Run(Wait);
        return first;
    }

    private List<ushort> LastNumbers(int count)
    {
        List<ushort> numbers = [];
        for (long i = Sent.Count - 1; i >= 0 && numbers.Count < count; i--)
        {
            ref NumberedPacket packet = ref Sent.Find(i);
            if (packet.Kind == SentPacketKind.Video && packet.Source == _camera.Ssrc)
            {
                numbers.Add(packet.Sequence);
            }
        }

        return numbers;
    }

    private List<SentPacketKind> KindsFrom(long first)
    {
        List<SentPacketKind> kinds = [];
        for (long i = first; i < Sent.Count; i++)
        {
            kinds.Add(Sent.Find(i).Kind);
        }

        return kinds;
    }
}
