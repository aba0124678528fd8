namespace Simulation.Network;

/// <summary>Links one after another.</summary>
internal sealed class Route(params Link[] links)
{
    /// <summary>Sends a datagram over all of them.</summary>
    /// <param name="length">Its bytes.</param>
    /// <param name="arrive">What happens at the end, if it gets there.</param>
    public void Send(int length, Action arrive) => Send(0, length, arrive);

    private void Send(int hop, int length, Action arrive)
    {
        if (hop == links.Length - 1)
        {
            links[hop].Send(length, arrive);
        }
        else
        {
            links[hop].Send(length, () => Send(hop + 1, length, arrive));
        }
    }
}
