using System.Net;
using Sfu.Ice;
using Sfu.Net;

namespace Sfu.Tests.Ice;

/// <summary>Builds a full peer's connectivity checks.</summary>
internal static class IceChecks
{
    internal const string PeerUfrag = "peer";

    internal static readonly TransportAddress First = At("198.51.100.1", 1000);
    internal static readonly TransportAddress Second = At("203.0.113.2", 2000);

    internal static TransportAddress At(string address, int port) => TransportAddress.From(new IPEndPoint(IPAddress.Parse(address), port));

    internal static byte[] Request(
        IceCredentials local,
        bool nominate = false,
        bool controlled = false,
        string? password = null,
        string? ufrag = null,
        ushort unknown = 0)
    {
        byte[] buffer = new byte[StunMessage.MaximumLength];
        byte[] id = new byte[StunMessage.TransactionIdLength];
        Random.Shared.NextBytes(id);
        StunWriter writer = new(buffer, StunClass.Request, id);
        writer.WriteUsername(ufrag ?? local.Ufrag, PeerUfrag);
        writer.WritePriority(1_853_824_767);
        if (controlled)
        {
            writer.WriteControlled(1);
        }
        else
        {
            writer.WriteControlling(1);
        }

        if (nominate)
        {
            writer.WriteUseCandidate();
        }

        if (unknown != 0)
        {
            writer.WriteAttribute((StunAttributeType)unknown, [1, 2, 3]);
        }

        writer.WriteIntegrity(System.Text.Encoding.ASCII.GetBytes(password ?? local.Password));
        writer.WriteFingerprint();
        return writer.Written.ToArray();
    }

    internal static IceCheckResult Check(this IceLiteAgent agent, byte[] bytes, TransportAddress source, MediaTime now, out byte[] response)
    {
        Assert.True(StunMessage.TryParse(bytes, out StunMessage message));
        byte[] buffer = new byte[IceLiteAgent.MaximumResponseLength];
        IceCheckResult result = agent.Handle(message, source, now, buffer, out int length);
        response = buffer[..length];
        return result;
    }

    internal static IceCheckResult Check(this IceLiteAgent agent, TransportAddress source, MediaTime now, bool nominate = false) =>
        agent.Check(Request(agent.Local, nominate), source, now, out _);
}
