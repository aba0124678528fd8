using Sfu.Streams.Incoming;

namespace Sfu.Tests.Streams;

public sealed class KeyframeRequesterTests
{
    private const long RoundTrip = 50_000;

    private readonly KeyframeRequester _requester = new();

    [Fact]
    public void A_request_goes_out_at_once_and_again_more_and_more_slowly_until_the_keyframe_comes()
    {
        List<long> sent = Run(until: 3_000, at => at == 0, _ => false);
        Assert.Equal([0, 200, 600, 1400], sent);
    }

    [Fact]
    public void Who_asks_without_end_gets_two_keyframes_and_then_one_every_five_quarters_of_a_second()
    {
        List<long> sent = Run(until: 10_000, _ => true, sentBefore => sentBefore == 30);
        Assert.Equal([0, 200, 1250, 2500, 3750], sent.Take(5));
        Assert.Equal(9, sent.Count);
    }

    [Fact]
    public void After_a_calm_time_requests_go_out_at_once()
    {
        List<long> sent = Run(until: 10_000, at => at is 0 or 100 or 5_000 or 5_100, sentBefore => sentBefore == 30);
        Assert.Equal([0, 200, 5000, 5200], sent);
    }

    // Steps of 10 ms; a keyframe comes so many milliseconds after a request.
    private List<long> Run(long until, Func<long, bool> asks, Func<long, bool> answers)
    {
        List<long> sent = [];
        for (long at = 0; at < until; at += 10)
        {
            if (sent.Count > 0 && answers(at - sent[^1]))
            {
                _requester.Clear();
            }

            if (asks(at))
            {
                _requester.Request();
            }

            if (_requester.TrySend(new MediaTime(at * 1000), RoundTrip))
            {
                sent.Add(at);
            }
        }

        return sent;
    }
}
