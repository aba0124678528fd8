using Sfu.Memory;
using Sfu.Net;

namespace Sfu.Tests.Net;

public sealed class SegmentPlanTests
{
    [Fact]
    public void Packets_of_one_destination_and_size_leave_together_the_last_one_may_be_shorter()
    {
        Assert.Equal(
            [[0, 2, 4], [5, 6], [7], [1, 3]],
            Plan((1, 1200), (2, 300), (1, 1200), (2, 100), (1, 700), (1, 900), (1, 900), (1, 1000)));
    }

    [Fact]
    public void Whatever_is_sent_each_datagram_leaves_once_and_in_its_destinations_order()
    {
        for (int seed = 0; seed < 300; seed++)
        {
            var random = new Random(seed);
            (int Destination, int Length)[] datagrams = [.. Enumerable.Range(0, random.Next(1, 1500))
                .Select(_ => (random.Next(random.Next(1, 60)), random.Next(4) == 0 ? random.Next(1, 1400) : 1200))];
            List<int[]> groups = Plan(datagrams);

            Assert.Equal(Enumerable.Range(0, datagrams.Length), groups.SelectMany(group => group).Order());
            foreach (IGrouping<int, int> destination in groups.SelectMany(group => group).GroupBy(index => datagrams[index].Destination))
            {
                Assert.Equal(destination.Order(), destination);
            }

            foreach (int[] group in groups)
            {
                Assert.Single(group.Select(index => datagrams[index].Destination).Distinct());
                Assert.All(group[..^1], index => Assert.Equal(datagrams[group[0]].Length, datagrams[index].Length));
                Assert.InRange(datagrams[group[^1]].Length, 1, datagrams[group[0]].Length);
                Assert.InRange(group.Sum(index => datagrams[index].Length), 1, 65_507);
                Assert.InRange(group.Length, 1, 64);
            }
        }
    }

    [Fact]
    public void Without_segments_each_datagram_is_a_message() =>
        Assert.Equal([[0], [1]], Plan(segment: false, (1, 1200), (1, 1200)));

    private static List<int[]> Plan(params (int Destination, int Length)[] datagrams) => Plan(segment: true, datagrams);

    private static List<int[]> Plan(bool segment, params (int Destination, int Length)[] datagrams)
    {
        OutgoingDatagram[] entries = [.. datagrams.Select(datagram =>
            new OutgoingDatagram(Slab.None, datagram.Length, TransportAddress.FromIPv4((uint)datagram.Destination, 5000)))];
        var plan = new SegmentPlan();
        plan.Build(entries, 0, segment);
        List<int[]> groups = [];
        foreach (SegmentGroup group in plan.Groups)
        {
            groups.Add(plan.Order.Slice(group.First, group.Count).ToArray());
        }

        return groups;
    }
}
