using Sfu.Net;

namespace Sfu.Ice;

/// <summary>The addresses from which authentic checks came, a bounded number of them.</summary>
internal sealed class IcePathTable
{
    /// <summary>More than a client with several networks, both families, UDP, TCP and relays makes.</summary>
    internal const int Capacity = 16;

    private readonly (TransportAddress Address, MediaTime LastHeard)[] _paths = new (TransportAddress, MediaTime)[Capacity];
    private int _count;

    internal bool Contains(TransportAddress address) => IndexOf(address) >= 0;

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
            _paths[index].LastHeard = now;
            return null;
        }

        if (_count < Capacity)
        {
            _paths[_count++] = (address, now);
            return null;
        }

        int oldest = -1;
        for (int i = 0; i < _count; i++)
        {
            if (_paths[i].Address != keep && (oldest < 0 || _paths[i].LastHeard < _paths[oldest].LastHeard))
            {
                oldest = i;
            }
        }

        TransportAddress dropped = _paths[oldest].Address;
        _paths[oldest] = (address, now);
        return dropped;
    }

    /// <summary>Removes an address, if it is there.</summary>
    internal void Remove(TransportAddress address)
    {
        int index = IndexOf(address);
        if (index >= 0)
        {
            _paths[index] = _paths[--_count];
        }
    }

    /// <summary>The path that was heard last, null if there is none.</summary>
    internal TransportAddress? Latest()
    {
        int latest = 0;
        for (int i = 1; i < _count; i++)
        {
            latest = _paths[i].LastHeard > _paths[latest].LastHeard ? i : latest;
        }

        return _count == 0 ? null : _paths[latest].Address;
    }

    private int IndexOf(TransportAddress address)
    {
        for (int i = 0; i < _count; i++)
        {
            if (_paths[i].Address == address)
            {
                return i;
            }
        }

        return -1;
    }
}
