namespace Scenarios;

/// <summary>Collects what a scenario shows.</summary>
internal sealed class Findings
{
    private readonly List<Finding> _all = [];

    public IReadOnlyList<Finding> All => _all;

    /// <summary>Something that must be so much or more.</summary>
    public void AtLeast(double required, string unit, string what, double reached) => _all.Add(new Finding(what, unit, required, null, Rounded(reached)));

    /// <summary>Something that must be so much or less.</summary>
    public void AtMost(double required, string unit, string what, double reached) => _all.Add(new Finding(what, unit, null, required, Rounded(reached)));

    /// <summary>Something that must be so.</summary>
    public void True(string what, bool holds) => _all.Add(new Finding(what, "", 1, null, holds ? 1 : 0));

    // What is printed is what is judged.
    private static double Rounded(double value) => Math.Round(value, 2);
}
