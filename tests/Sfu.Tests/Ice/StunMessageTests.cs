using System.Diagnostics.CodeAnalysis;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using Sfu.Ice;
using Sfu.Net;

namespace Sfu.Tests.Ice;

public sealed class StunMessageTests
{
    [Fact]
    public void The_sample_request_of_RFC_5769_is_read_whole()
    {
        Assert.True(StunMessage.TryParse(Rfc5769Vectors.Request, out StunMessage message));
        Assert.Equal(StunClass.Request, message.Class);
        Assert.Equal(StunMessage.BindingMethod, message.Method);
        Assert.Equal(Convert.FromHexString("B7E7A701BC34D686FA87DFAE"), message.TransactionId.ToArray());
        Assert.True(message.TryGetAttribute(StunAttributeType.Software, out ReadOnlySpan<byte> software));
        Assert.Equal("STUN test client", Encoding.ASCII.GetString(software));
        Assert.True(message.TryGetAttribute(StunAttributeType.Username, out ReadOnlySpan<byte> username));
        Assert.Equal("evtj:h6vY", Encoding.ASCII.GetString(username));
        Assert.True(message.TryGetRecipientUfrag(out ReadOnlySpan<byte> ufrag));
        Assert.Equal("evtj", Encoding.ASCII.GetString(ufrag));
        Assert.True(message.TryGetPriority(out uint priority));
        Assert.Equal(0x6E0001FFu, priority);
        Assert.True(message.Has(StunAttributeType.IceControlled));
        Assert.True(message.VerifyIntegrity(Rfc5769Vectors.Password));
        Assert.True(message.VerifyFingerprint());
    }

    [Fact]
    public void The_sample_IPv4_response_of_RFC_5769_is_read_whole()
    {
        Assert.True(StunMessage.TryParse(Rfc5769Vectors.IPv4Response, out StunMessage message));
        Assert.Equal(StunClass.Success, message.Class);
        Assert.True(message.TryGetXorMappedAddress(out TransportAddress mapped));
        Assert.Equal(new IPEndPoint(IPAddress.Parse("192.0.2.1"), 32853), mapped.ToEndPoint());
        Assert.True(message.VerifyIntegrity(Rfc5769Vectors.Password));
        Assert.True(message.VerifyFingerprint());
    }

    [Fact]
    public void The_sample_IPv6_response_of_RFC_5769_is_read_whole()
    {
        Assert.True(StunMessage.TryParse(Rfc5769Vectors.IPv6Response, out StunMessage message));
        Assert.True(message.TryGetXorMappedAddress(out TransportAddress mapped));
        Assert.Equal(new IPEndPoint(IPAddress.Parse("2001:db8:1234:5678:11:2233:4455:6677"), 32853), mapped.ToEndPoint());
        Assert.True(message.VerifyIntegrity(Rfc5769Vectors.Password));
        Assert.True(message.VerifyFingerprint());
    }

    [Fact]
    [SuppressMessage("Security", "CA5351", Justification = "RFC 8489 section 9.2.2 derives the long-term key by MD5.")]
    public void The_sample_long_term_request_of_RFC_5769_is_read_whole()
    {
        Assert.True(StunMessage.TryParse(Rfc5769Vectors.LongTermRequest, out StunMessage message));
        Assert.True(message.TryGetAttribute(StunAttributeType.Username, out ReadOnlySpan<byte> username));
        Assert.Equal("マトリックス", Encoding.UTF8.GetString(username));
        byte[] key = MD5.HashData(Encoding.UTF8.GetBytes("マトリックス:example.org:TheMatrIX"));
        Assert.True(message.VerifyIntegrity(key));
        Assert.False(message.VerifyFingerprint());
    }

    [Fact]
    public void A_changed_bit_anywhere_in_what_is_covered_breaks_the_integrity()
    {
        byte[] good = Rfc5769Vectors.Request;
        const int fingerprintLength = 8;
        for (int bit = 0; bit < (good.Length - fingerprintLength) * 8; bit++)
        {
            byte[] bad = [.. good];
            bad[bit / 8] ^= (byte)(1 << (bit % 8));
            bool passes = StunMessage.TryParse(bad, out StunMessage message) && message.VerifyIntegrity(Rfc5769Vectors.Password);
            Assert.False(passes, $"bit {bit}");
        }
    }

    [Fact]
    public void A_changed_bit_anywhere_breaks_the_fingerprint()
    {
        byte[] good = Rfc5769Vectors.Request;
        for (int bit = 0; bit < good.Length * 8; bit++)
        {
            byte[] bad = [.. good];
            bad[bit / 8] ^= (byte)(1 << (bit % 8));
            Assert.False(StunMessage.TryParse(bad, out StunMessage message) && message.VerifyFingerprint(), $"bit {bit}");
        }
    }

    [Fact]
    public void A_message_shorter_or_longer_than_it_says_is_refused()
    {
        byte[] good = Rfc5769Vectors.Request;
        for (int length = 0; length < good.Length; length++)
        {
            Assert.False(StunMessage.TryParse(good.AsSpan(0, length), out _), $"{length} bytes");
        }

        Assert.False(StunMessage.TryParse([.. good, 0, 0, 0, 0], out _));
    }

    [Fact]
    public void An_attribute_that_overruns_the_message_is_refused()
    {
        byte[] message = Rfc5769Vectors.Request;
        message[^5] = 8;
        Assert.False(StunMessage.TryParse(message, out _));
    }

    [Fact]
    public void An_attribute_behind_the_integrity_is_ignored()
    {
        byte[] buffer = new byte[200];
        StunWriter writer = new(buffer, StunClass.Request, new byte[12]);
        writer.WriteUsername("abcd", "efgh");
        writer.WriteIntegrity(Rfc5769Vectors.Password);
        writer.WriteUseCandidate();
        writer.WriteFingerprint();

        Assert.True(StunMessage.TryParse(writer.Written, out StunMessage message));
        Assert.True(message.VerifyIntegrity(Rfc5769Vectors.Password));
        Assert.True(message.VerifyFingerprint());
        Assert.False(message.Has(StunAttributeType.UseCandidate));
    }

    [Fact]
    public void A_fingerprint_that_is_not_last_does_not_count()
    {
        byte[] buffer = new byte[200];
        StunWriter writer = new(buffer, StunClass.Request, new byte[12]);
        writer.WriteFingerprint();
        writer.WritePriority(1);

        Assert.True(StunMessage.TryParse(writer.Written, out StunMessage message));
        Assert.False(message.VerifyFingerprint());
    }

    [Fact]
    public void Of_two_attributes_of_a_type_the_first_counts()
    {
        byte[] buffer = new byte[200];
        StunWriter writer = new(buffer, StunClass.Request, new byte[12]);
        writer.WritePriority(1);
        writer.WritePriority(2);

        Assert.True(StunMessage.TryParse(writer.Written, out StunMessage message));
        Assert.True(message.TryGetPriority(out uint priority));
        Assert.Equal(1u, priority);
    }

    [Fact]
    public void What_is_written_is_what_is_read()
    {
        Random random = new(1);
        byte[] buffer = new byte[StunMessage.MaximumLength];
        for (int i = 0; i < 2000; i++)
        {
            byte[] id = new byte[12];
            random.NextBytes(id);
            byte[] key = new byte[random.Next(1, 100)];
            random.NextBytes(key);
            byte[] address = new byte[random.Next(2) == 0 ? 4 : 16];
            random.NextBytes(address);
            IPEndPoint endPoint = new(new IPAddress(address), random.Next(65536));
            StunClass messageClass = (StunClass)random.Next(4);
            uint priority = (uint)random.NextInt64(uint.MaxValue);
            int code = random.Next(300, 700);
            string peer = new('p', random.Next(1, 20));
            string own = new('o', random.Next(1, 20));

            StunWriter writer = new(buffer, messageClass, id);
            writer.WriteUsername(peer, own);
            writer.WriteXorMappedAddress(TransportAddress.From(endPoint));
            writer.WritePriority(priority);
            writer.WriteErrorCode(code, new byte[random.Next(20)]);
            writer.WriteUnknownAttributes([0x7FF0, 0x0003]);
            writer.WriteIntegrity(key);
            writer.WriteFingerprint();

            Assert.True(StunMessage.TryParse(writer.Written, out StunMessage message));
            Assert.Equal(messageClass, message.Class);
            Assert.Equal(StunMessage.BindingMethod, message.Method);
            Assert.Equal(id, message.TransactionId.ToArray());
            Assert.True(message.TryGetAttribute(StunAttributeType.Username, out ReadOnlySpan<byte> username));
            Assert.Equal($"{peer}:{own}", Encoding.ASCII.GetString(username));
            Assert.True(message.TryGetXorMappedAddress(out TransportAddress mapped));
            Assert.Equal(TransportAddress.From(endPoint), mapped);
            Assert.True(message.TryGetPriority(out uint readPriority));
            Assert.Equal(priority, readPriority);
            Assert.True(message.TryGetErrorCode(out int readCode));
            Assert.Equal(code, readCode);
            Assert.True(message.TryGetAttribute(StunAttributeType.UnknownAttributes, out ReadOnlySpan<byte> unknown));
            Assert.Equal([0x7F, 0xF0, 0x00, 0x03], unknown.ToArray());
            Assert.True(message.VerifyIntegrity(key));
            Assert.True(message.VerifyFingerprint());
        }
    }

    [Fact]
    public void Any_mutation_of_a_message_is_read_without_an_exception()
    {
        Random random = new(2);
        byte[][] seeds = [Rfc5769Vectors.Request, Rfc5769Vectors.IPv4Response, Rfc5769Vectors.IPv6Response, Rfc5769Vectors.LongTermRequest];
        int parsed = 0;
        Span<ushort> unknown = stackalloc ushort[4];
        for (int i = 0; i < 200_000; i++)
        {
            byte[] bytes = Mutation.Of(seeds[random.Next(seeds.Length)], random);
            if (!StunMessage.TryParse(bytes, out StunMessage message))
            {
                continue;
            }

            parsed++;
            message.VerifyFingerprint();
            message.VerifyIntegrity(Rfc5769Vectors.Password);
            message.TryGetErrorCode(out _);
            message.TryGetPriority(out _);
            message.TryGetXorMappedAddress(out _);
            message.TryGetRecipientUfrag(out _);
            message.CollectUnknownAttributes(unknown);
        }

        Assert.InRange(parsed, 1000, 199_000);
    }
}
