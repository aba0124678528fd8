using Sfu.Ice;
using Sfu.Net;

namespace Sfu.Tests.Ice;

/// <summary>Once there is something to send, a path moves only to where the peer has answered.</summary>
public sealed class PathProofTests
{
    private static readonly MediaTime Start = new(MediaTime.Seconds(10));
    private readonly IceCredentials _local = IceCredentials.Create();
    private readonly IceCredentials _remote = IceCredentials.Create();
    private readonly IceLiteAgent _agent;

    public PathProofTests()
    {
        _agent = new IceLiteAgent(_local);
        Nominate(IceChecks.First, Start);
        _agent.RequireProof(_remote);
    }

    [Fact]
    public void A_nomination_from_a_new_address_is_answered_by_a_question_to_that_address_and_moves_nothing_yet()
    {
        Nominate(IceChecks.Second, Start);

        Assert.Equal(IceChecks.First, _agent.SelectedPath);
        StunMessage question = Ask(Start, out TransportAddress destination);
        Assert.Equal(IceChecks.Second, destination);
        Assert.True(question.TryGetRecipientUfrag(out ReadOnlySpan<byte> ufrag));
        Assert.True(ufrag.SequenceEqual(_remote.UfragBytes));
        Assert.True(question.VerifyIntegrity(_remote.PasswordBytes));
        Assert.True(question.VerifyFingerprint());
    }

    [Fact]
    public void The_answer_from_there_moves_the_path()
    {
        Nominate(IceChecks.Second, Start);
        byte[] answer = Answer(Ask(Start, out _).TransactionId, _remote);

        Assert.True(Give(answer, IceChecks.Second));
        Assert.Equal(IceChecks.Second, _agent.SelectedPath);
    }

    [Fact]
    public void An_answer_from_elsewhere_with_another_key_or_to_another_question_moves_nothing()
    {
        Nominate(IceChecks.Second, Start);
        byte[] id = Ask(Start, out _).TransactionId.ToArray();

        Assert.False(Give(Answer(id, _remote), IceChecks.First));
        Assert.False(Give(Answer(id, _local), IceChecks.Second));
        Assert.False(Give(Answer(new byte[12], _remote), IceChecks.Second));
        Assert.Equal(IceChecks.First, _agent.SelectedPath);
    }

    [Fact]
    public void An_address_that_was_proved_before_needs_no_other_proof()
    {
        Nominate(IceChecks.Second, Start);
        Assert.True(Give(Answer(Ask(Start, out _).TransactionId, _remote), IceChecks.Second));
        MediaTime later = Start + MediaTime.Seconds(2);

        Nominate(IceChecks.First, later);
        Assert.Equal(IceChecks.First, _agent.SelectedPath);
    }

    [Fact]
    public void The_question_is_repeated_ever_more_slowly_and_then_given_up()
    {
        Nominate(IceChecks.Second, Start);
        MediaTime now = Start;
        List<long> times = [];
        byte[] buffer = new byte[IceLiteAgent.MaximumResponseLength];
        for (; now - Start < MediaTime.Seconds(5); now += 1000)
        {
            if (_agent.TryTakeRequest(now, buffer, out _, out _))
            {
                times.Add((now - Start) / 1000);
            }
        }

        Assert.Equal([0, 100, 300, 700, 1500], times);
        Assert.Equal(IceChecks.First, _agent.SelectedPath);
    }

    [Fact]
    public void When_the_old_path_is_silent_the_nomination_alone_moves_it()
    {
        MediaTime later = Start + MediaTime.Seconds(7);
        Nominate(IceChecks.Second, later);
        Assert.Equal(IceChecks.Second, _agent.SelectedPath);
    }

    private void Nominate(TransportAddress source, MediaTime now) =>
        Assert.True(_agent.Check(IceChecks.Request(_local, nominate: true), source, now, out _).IsAuthentic);

    private StunMessage Ask(MediaTime now, out TransportAddress destination)
    {
        byte[] buffer = new byte[IceLiteAgent.MaximumResponseLength];
        Assert.True(_agent.TryTakeRequest(now, buffer, out destination, out int length));
        Assert.True(StunMessage.TryParse(buffer.AsSpan(0, length), out StunMessage message));
        return message;
    }

    private static byte[] Answer(ReadOnlySpan<byte> transactionId, IceCredentials key)
    {
        StunWriter writer = new(new byte[256], StunClass.Success, transactionId);
        writer.WriteXorMappedAddress(IceChecks.First);
        writer.WriteIntegrity(key.PasswordBytes);
        writer.WriteFingerprint();
        return writer.Written.ToArray();
    }

    private bool Give(byte[] answer, TransportAddress source)
    {
        Assert.True(StunMessage.TryParse(answer, out StunMessage message));
        return _agent.HandleResponse(message, source, Start);
    }
}
