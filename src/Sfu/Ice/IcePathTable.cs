using Sfu.Net;

namespace Sfu.Ice;

/// <summary>The addresses from which authentic checks came, a bounded number of them.</summary>
internal sealed class IcePathTable
{
    /// <summary>More than a client with several networks, both families, UDP, TCP and relays makes.</summary>
    internal const int Capacity = 16;

    private readonly TransportAddress[] _addresses = new TransportAddress[Capacity];
    private readonly MediaTime[] _lastHeard = new MediaTime[Capacity];
    private readonly bool[] _proved = new bool[Capacity];
    private int _count;

    /// <summary>All of them.</summary>
    internal ReadOnlySpan<TransportAddress> Addresses => _addresses.AsSpan(0, _count);

    internal bool Contains(TransportAddress address) => IndexOf(address) >= 0;

    /// <summary>Whether the peer has answered at an address.</summary>
    internal bool IsProved(TransportAddress address) => IndexOf(address) is >= 0 and int index && _proved[index];

    /// <summary>The peer has answered at an address.</summary>
    internal void Prove(TransportAddress address)
    {
        int index = IndexOf(address);
        if (index >= 0)
        {
            _proved[index] = true;
        }
    }

    /// <summary>Notes a check from an address.</summary>
    /// <param name="address">The source.</param>
    /// <param name="now">The time of the check.</param>
    /// <param name="keep">The path in use, never dropped.</param>
    /// <returns>The path that was dropped for it: the one not heard for the longest.</returns>
    internal TransportAddress? Note(TransportAddress address, MediaTime now, TransportAddress? keep)
    {
        int index = IndexOf(address);
        if (index >= 0)
        {
            _lastHeard[index] = now;
            return null;
        }

        if (_count < Capacity)
        {
            _addresses[_count] = address;
            _proved[_count] = false;
            _lastHeard[_count++] = now;
            return null;
        }

        int oldest = -1;
        for (int i = 0; i < _count; i++)
        {
            if (_addresses[i] != keep && (oldest < 0 || _lastHeard[i] < _lastHeard[oldest]))
            {
                oldest = i;
            }
        }

        TransportAddress dropped = _addresses[oldest];
        _addresses[oldest] = address;
        _proved[oldest] = false;
        _lastHeard[oldest] = now;
        return dropped;
    }

    /// <summary>Removes an address, if it is there.</summary>
    internal void Remove(TransportAddress address)
    {
        int index = IndexOf(address);
        if (index >= 0)
        {
            _count--;
            _addresses[index] = _addresses[_count];
            _proved[index] = _proved[_count];
            _lastHeard[index] = _lastHeard[_count];
        }
    }

    /// <summary>The path that was heard last, null if there is none.</summary>
    internal TransportAddress? Latest()
    {
        int latest = 0;
        for (int i = 1; i < _count; i++)
        {
            latest = _lastHeard[i] > _lastHeard[latest] ? i : latest;
        }

        return _count == 0 ? null : _addresses[latest];
    }

    private int IndexOf(TransportAddress address)
    {
        for (int i = 0; i < _count; i++)
        {
            if (_addresses[i] == address)
            {
                return i;
            }
        }

        return -1;
    }
}
