using System.Diagnostics.CodeAnalysis;
using System.Text;
using Sfu.Ice;
using Sfu.Net;
using Sfu.Rooms;

namespace Sfu.Engine;

/// <summary>Whose a datagram is: participants by the addresses that they have authenticated from, and by the user fragments that their checks name.</summary>
internal sealed class ParticipantTable
{
    // More than our own have; longer ones are not ours.
    private const int MaximumUserFragmentLength = 32;

    private readonly Dictionary<string, Participant> _byUserFragment = [];
    private readonly Dictionary<string, Participant>.AlternateLookup<ReadOnlySpan<char>> _byUserFragmentText;
    private readonly Dictionary<TransportAddress, Participant> _byPath = [];

    /// <summary>Makes an empty table.</summary>
    public ParticipantTable() => _byUserFragmentText = _byUserFragment.GetAlternateLookup<ReadOnlySpan<char>>();

    /// <summary>How many there are.</summary>
    public int Count => _byUserFragment.Count;

    /// <summary>Adds one, under its user fragment.</summary>
    public void Add(Participant participant) => _byUserFragment.Add(participant.UserFragment, participant);

    /// <summary>One has another user fragment from now on.</summary>
    public void Rename(Participant participant, string former)
    {
        _byUserFragment.Remove(former);
        Add(participant);
    }

    /// <summary>Takes one out, with its paths.</summary>
    public void Remove(Participant participant)
    {
        foreach (TransportAddress path in participant.Transport.Paths)
        {
            if (_byPath.TryGetValue(path, out Participant? owner) && owner == participant)
            {
                _byPath.Remove(path);
            }
        }

        _byUserFragment.Remove(participant.UserFragment);
    }

    /// <summary>Finds whose path an address is.</summary>
    public bool TryFind(in TransportAddress path, [NotNullWhen(true)] out Participant? participant) => _byPath.TryGetValue(path, out participant);

    /// <summary>Finds whom a connectivity check names, or null.</summary>
    public Participant? FindRecipient(in StunMessage message)
    {
        Span<char> text = stackalloc char[MaximumUserFragmentLength];
        return message.TryGetRecipientUfrag(out ReadOnlySpan<byte> fragment)
            && Encoding.ASCII.TryGetChars(fragment, text, out int length)
            && _byUserFragmentText.TryGetValue(text[..length], out Participant? participant)
            ? participant
            : null;
    }

    /// <summary>A participant has authenticated itself from an address.</summary>
    public void Claim(in TransportAddress path, Participant participant)
    {
        // Who knows its own password could write somebody else's address on its checks, to cut that one off.
        if (!(_byPath.TryGetValue(path, out Participant? owner) && owner != participant && owner.Transport.Uses(path)))
        {
            _byPath[path] = participant;
        }
    }

    /// <summary>Forgets an address; answers whose it was.</summary>
    public Participant? Forget(in TransportAddress path) => _byPath.Remove(path, out Participant? participant) ? participant : null;
}
