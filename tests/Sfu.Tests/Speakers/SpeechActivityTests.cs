using Sfu.Speakers;

namespace Sfu.Tests.Speakers;

public sealed class SpeechActivityTests
{
    private const byte Speech = 25;
    private const byte Room = 65;
    private static readonly MediaTime Start = new(MediaTime.Seconds(100));
    private readonly SpeechActivity _activity = new();
    private MediaTime _now = Start;

    [Fact]
    public void Nobody_heard_yet_does_not_speak() => Assert.Equal(SpeechScores.Silence, _activity.Evaluate(Start));

    [Fact]
    public void A_second_of_speech_is_speech_and_a_second_of_a_quiet_room_is_not()
    {
        Hear(Room, 50);
        Assert.False(_activity.Evaluate(_now).IsSpeech);
        Hear(Speech, 50);
        Assert.True(_activity.Evaluate(_now).IsSpeech);
        Assert.Equal(_now, _activity.SpokeAt);
    }

    [Fact]
    public void A_click_is_not_speech()
    {
        Hear(Room, 49);
        Hear(0, 1);
        Assert.False(_activity.Evaluate(_now).IsSpeech);
    }

    [Fact]
    public void Who_sends_nothing_any_more_is_silent()
    {
        Hear(Speech, 50);
        Assert.False(_activity.Evaluate(_now + MediaTime.Milliseconds(300)).IsSpeech);
        Assert.Equal(SpeechScores.Silence, _activity.Evaluate(_now + MediaTime.Seconds(100)));
    }

    [Fact]
    public void Speech_outweighs_silence_and_not_other_speech()
    {
        Hear(Speech, 50);
        SpeechScores speech = _activity.Evaluate(_now);
        Assert.True(speech.Outweighs(SpeechScores.Silence));
        Assert.False(speech.Outweighs(speech));
        Assert.False(SpeechScores.Silence.Outweighs(speech));
    }

    private void Hear(byte level, int packets)
    {
        for (int i = 0; i < packets; i++)
        {
            _activity.Add(level, _now);
            _now += MediaTime.Milliseconds(20);
        }
    }
}
