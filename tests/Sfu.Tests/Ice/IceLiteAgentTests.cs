using System.Text;
using Sfu.Ice;
using Sfu.Net;
using static Sfu.Tests.Ice.IceChecks;

namespace Sfu.Tests.Ice;

public sealed class IceLiteAgentTests
{
    private static readonly MediaTime Start = MediaTime.Zero + MediaTime.Seconds(100);
    private readonly IceLiteAgent _agent = new(IceCredentials.Create());

    [Fact]
    public void An_authentic_check_is_answered_with_the_address_it_came_from()
    {
        byte[] request = Request(_agent.Local);
        IceCheckResult result = _agent.Check(request, First, Start, out byte[] response);

        Assert.True(result.IsAuthentic);
        Assert.True(StunMessage.TryParse(response, out StunMessage answer));
        Assert.Equal(StunClass.Success, answer.Class);
        Assert.Equal(request[8..20], answer.TransactionId.ToArray());
        Assert.True(answer.TryGetXorMappedAddress(out TransportAddress mapped));
        Assert.Equal(First, mapped);
        Assert.True(answer.VerifyIntegrity(_agent.Local.PasswordBytes));
        Assert.True(answer.VerifyFingerprint());
    }

    [Fact]
    public void Before_any_nomination_the_first_authentic_path_serves()
    {
        Assert.Equal(IceVerdict.PathSelected, _agent.Check(First, Start).Verdict);
        Assert.Equal(IceVerdict.Answered, _agent.Check(Second, Start).Verdict);
        Assert.Equal(First, _agent.SelectedPath);
        Assert.True(_agent.IsKnownPath(Second));
    }

    [Fact]
    public void A_nomination_selects_its_path_over_the_provisional_one()
    {
        _agent.Check(First, Start);
        Assert.Equal(IceVerdict.PathSelected, _agent.Check(Second, Start, nominate: true).Verdict);
        Assert.Equal(Second, _agent.SelectedPath);
    }

    [Fact]
    public void A_nomination_from_a_new_address_moves_the_path()
    {
        _agent.Check(First, Start, nominate: true);
        IceCheckResult result = _agent.Check(Second, Start + MediaTime.Seconds(3), nominate: true);
        Assert.Equal(IceVerdict.PathSelected, result.Verdict);
        Assert.Equal(Second, _agent.SelectedPath);
    }

    [Fact]
    public void An_unnominated_check_does_not_move_the_path()
    {
        _agent.Check(First, Start, nominate: true);
        _agent.Check(Second, Start + MediaTime.Seconds(3));
        Assert.Equal(First, _agent.SelectedPath);
    }

    [Fact]
    public void A_check_of_the_old_path_that_was_overtaken_does_not_move_it_back()
    {
        _agent.Check(First, Start, nominate: true);
        _agent.Check(Second, Start + MediaTime.Seconds(3), nominate: true);
        _agent.Check(First, Start + MediaTime.Seconds(3) + MediaTime.Milliseconds(200), nominate: true);
        Assert.Equal(Second, _agent.SelectedPath);

        _agent.Check(First, Start + MediaTime.Seconds(4), nominate: true);
        Assert.Equal(First, _agent.SelectedPath);
    }

    [Fact]
    public void The_same_nomination_twice_selects_once()
    {
        Assert.Equal(IceVerdict.PathSelected, _agent.Check(First, Start, nominate: true).Verdict);
        Assert.Equal(IceVerdict.Answered, _agent.Check(First, Start, nominate: true).Verdict);
    }

    [Theory]
    [InlineData("wrong-password-wrong-password", null, IceRefusal.BadIntegrity)]
    [InlineData(null, "nobody", IceRefusal.UnknownUsername)]
    public void Who_does_not_know_the_credentials_is_told_401_and_changes_nothing(string? password, string? ufrag, IceRefusal refusal)
    {
        byte[] request = Request(_agent.Local, nominate: true, password: password, ufrag: ufrag);
        IceCheckResult result = _agent.Check(request, First, Start, out byte[] response);

        Assert.Equal(new IceCheckResult(IceVerdict.Rejected, refusal, null), result);
        Assert.Equal(401, ErrorCode(response));
        Assert.InRange(response.Length, 1, request.Length);
        Assert.Null(_agent.SelectedPath);
        Assert.False(_agent.IsKnownPath(First));
        Assert.Equal(IceState.New, _agent.State);
    }

    [Fact]
    public void A_request_without_credentials_gets_400_if_that_is_no_longer_than_the_request_and_else_nothing()
    {
        byte[] buffer = new byte[200];
        StunWriter bare = new(buffer, StunClass.Request, new byte[12]);
        Assert.Equal(IceVerdict.Discarded, _agent.Check(bare.Written.ToArray(), First, Start, out byte[] response).Verdict);
        Assert.Empty(response);

        bare.WriteAttribute(StunAttributeType.Software, new byte[60]);
        IceCheckResult result = _agent.Check(bare.Written.ToArray(), First, Start, out response);
        Assert.Equal(new IceCheckResult(IceVerdict.Rejected, IceRefusal.MissingCredentials, null), result);
        Assert.Equal(400, ErrorCode(response));
    }

    [Fact]
    public void A_peer_that_says_it_is_controlled_is_told_487()
    {
        IceCheckResult result = _agent.Check(Request(_agent.Local, controlled: true), First, Start, out byte[] response);
        Assert.Equal(new IceCheckResult(IceVerdict.Rejected, IceRefusal.RoleConflict, null), result);
        Assert.Equal(487, ErrorCode(response));
        Assert.True(StunMessage.TryParse(response, out StunMessage answer));
        Assert.True(answer.VerifyIntegrity(_agent.Local.PasswordBytes));
    }

    [Fact]
    public void An_attribute_that_has_to_be_understood_and_is_not_is_named_in_a_420()
    {
        IceCheckResult result = _agent.Check(Request(_agent.Local, unknown: 0x7ABC), First, Start, out byte[] response);
        Assert.Equal(IceRefusal.UnknownAttribute, result.Refusal);
        Assert.Equal(420, ErrorCode(response));
        Assert.True(StunMessage.TryParse(response, out StunMessage answer));
        Assert.True(answer.TryGetAttribute(StunAttributeType.UnknownAttributes, out ReadOnlySpan<byte> types));
        Assert.Equal([0x7A, 0xBC], types.ToArray());
    }

    [Fact]
    public void An_unknown_attribute_that_may_be_ignored_is_ignored()
    {
        const ushort googNetworkInfo = 0xC057;
        Assert.True(_agent.Check(Request(_agent.Local, unknown: googNetworkInfo), First, Start, out _).IsAuthentic);
    }

    [Theory]
    [InlineData(StunClass.Indication)]
    [InlineData(StunClass.Success)]
    [InlineData(StunClass.Error)]
    public void Indications_and_responses_have_no_effect(StunClass messageClass)
    {
        byte[] buffer = new byte[200];
        StunWriter writer = new(buffer, messageClass, new byte[12]);
        writer.WriteUsername(_agent.Local.Ufrag, PeerUfrag);
        writer.WriteIntegrity(_agent.Local.PasswordBytes);
        writer.WriteFingerprint();

        IceCheckResult result = _agent.Check(writer.Written.ToArray(), First, Start, out byte[] response);
        Assert.Equal(new IceCheckResult(IceVerdict.Discarded, IceRefusal.NotBindingRequest, null), result);
        Assert.Empty(response);
        Assert.Equal(IceState.New, _agent.State);
    }

    [Fact]
    public void A_wrong_fingerprint_is_discarded_without_an_answer()
    {
        byte[] request = Request(_agent.Local);
        request[^1] ^= 1;
        IceCheckResult result = _agent.Check(request, First, Start, out byte[] response);
        Assert.Equal(new IceCheckResult(IceVerdict.Discarded, IceRefusal.BadFingerprint, null), result);
        Assert.Empty(response);
    }

    [Fact]
    public void No_more_paths_than_the_bound_are_kept_and_the_selected_one_stays()
    {
        _agent.Check(First, Start, nominate: true);
        for (int i = 1; i < IcePathTable.Capacity; i++)
        {
            Assert.Null(_agent.Check(At("10.0.0.1", i), Start + i).ForgottenPath);
        }

        Assert.Equal(At("10.0.0.1", 1), _agent.Check(Second, Start + 100).ForgottenPath);
        Assert.False(_agent.IsKnownPath(At("10.0.0.1", 1)));
        Assert.True(_agent.IsKnownPath(First));
        Assert.Equal(First, _agent.SelectedPath);
    }

    [Fact]
    public void A_path_that_is_gone_gives_way_to_the_one_heard_last()
    {
        _agent.Check(First, Start, nominate: true);
        _agent.Check(Second, Start + 1);
        _agent.RemovePath(First);
        Assert.Equal(Second, _agent.SelectedPath);
        _agent.RemovePath(Second);
        Assert.Null(_agent.SelectedPath);
    }

    [Fact]
    public void After_a_restart_the_path_serves_until_the_new_credentials_nominate_another()
    {
        _agent.Check(First, Start, nominate: true);
        byte[] late = Request(_agent.Local, nominate: true);
        _agent.Restart(IceCredentials.Create());

        Assert.Equal(IceRefusal.UnknownUsername, _agent.Check(late, Second, Start, out _).Refusal);
        Assert.Equal(First, _agent.SelectedPath);
        Assert.Equal(IceVerdict.PathSelected, _agent.Check(Second, Start + 1, nominate: true).Verdict);
        Assert.Equal([First, Second], _agent.Paths.ToArray());
    }

    [Fact]
    public void A_restart_does_not_prolong_the_consent()
    {
        _agent.Check(First, Start, nominate: true);
        _agent.Restart(IceCredentials.Create());
        _agent.Advance(Start + MediaTime.Seconds(30));
        Assert.Equal(IceState.Expired, _agent.State);
    }

    [Fact]
    public void Silence_interrupts_and_then_ends_the_consent()
    {
        Assert.Equal(MediaTime.Never, _agent.NextDeadline);
        _agent.Check(First, Start);
        Assert.Equal(Start + MediaTime.Seconds(6), _agent.NextDeadline);

        _agent.Advance(_agent.NextDeadline + -1);
        Assert.Equal(IceState.Connected, _agent.State);
        _agent.Advance(_agent.NextDeadline);
        Assert.Equal(IceState.Interrupted, _agent.State);
        Assert.Equal(Start + MediaTime.Seconds(30), _agent.NextDeadline);
        _agent.Advance(_agent.NextDeadline);
        Assert.Equal(IceState.Expired, _agent.State);
        Assert.Equal(MediaTime.Never, _agent.NextDeadline);
    }

    [Fact]
    public void A_check_or_authenticated_media_ends_an_interruption()
    {
        _agent.Check(First, Start);
        _agent.Advance(Start + MediaTime.Seconds(10));
        Assert.Equal(IceState.Interrupted, _agent.State);
        _agent.NoteAuthenticatedMedia(Start + MediaTime.Seconds(11));
        Assert.Equal(IceState.Connected, _agent.State);
        _agent.Advance(Start + MediaTime.Seconds(20));
        _agent.Check(First, Start + MediaTime.Seconds(20));
        Assert.Equal(IceState.Connected, _agent.State);
        Assert.Equal(Start + MediaTime.Seconds(20), _agent.LastHeard);
    }

    [Fact]
    public void After_consent_has_expired_nothing_brings_it_back()
    {
        _agent.Check(First, Start);
        MediaTime late = Start + MediaTime.Seconds(31);
        IceCheckResult result = _agent.Check(Request(_agent.Local), First, late, out byte[] response);
        Assert.Equal(new IceCheckResult(IceVerdict.Discarded, IceRefusal.Expired, null), result);
        Assert.Empty(response);
        _agent.NoteAuthenticatedMedia(late);
        Assert.Equal(IceState.Expired, _agent.State);
    }

    [Fact]
    public void A_check_allocates_nothing()
    {
        byte[] refused = Request(_agent.Local, password: new string('x', 24));
        byte[][] requests = [Request(_agent.Local), Request(_agent.Local, nominate: true), refused];
        byte[] response = new byte[IceLiteAgent.MaximumResponseLength];
        Assert.Equal(0, Fuzzing.Allocations.Least(() =>
        {
            for (int i = 0; i < 1000; i++)
            {
                foreach (byte[] request in requests)
                {
                    _ = StunMessage.TryParse(request, out StunMessage message);
                    _agent.Handle(message, First, Start, response, out _);
                }
            }
        }));
    }

    [Fact]
    public void No_mutation_of_a_check_gets_in_or_a_longer_answer_out()
    {
        Random random = new(3);
        byte[] request = Request(_agent.Local, nominate: true);
        byte[] response = new byte[IceLiteAgent.MaximumResponseLength];
        for (int i = 0; i < 50_000; i++)
        {
            byte[] bytes = Mutation.Of(request, random);
            if (!StunMessage.TryParse(bytes, out StunMessage message) || SaysTheSame(bytes, request))
            {
                continue;
            }

            IceCheckResult result = _agent.Handle(message, First, Start, response, out int length);
            Assert.False(result.IsAuthentic, Convert.ToHexString(bytes));
            Assert.InRange(length, 0, bytes.Length);
        }

        Assert.Equal(IceState.New, _agent.State);
    }

    /// <summary>The length field and what stands behind MESSAGE-INTEGRITY, here FINGERPRINT, are not covered by it.</summary>
    private static bool SaysTheSame(ReadOnlySpan<byte> bytes, ReadOnlySpan<byte> request)
    {
        const int fingerprintLength = 8;
        ReadOnlySpan<byte> covered = request[4..^fingerprintLength];
        return bytes[..2].SequenceEqual(request[..2]) && bytes[4..].StartsWith(covered);
    }

    private static int ErrorCode(byte[] response)
    {
        Assert.True(StunMessage.TryParse(response, out StunMessage answer), Encoding.ASCII.GetString(response));
        Assert.Equal(StunClass.Error, answer.Class);
        Assert.True(answer.VerifyFingerprint());
        Assert.True(answer.TryGetErrorCode(out int code));
        return code;
    }
}
