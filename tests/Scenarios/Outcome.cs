namespace Scenarios;

/// <summary>What came of a scenario.</summary>
/// <param name="Scenario">Its name.</param>
/// <param name="Title">What happened, in a line.</param>
/// <param name="Seed">All chance came from it.</param>
/// <param name="Findings">What it had to show.</param>
/// <param name="Digest">A hash over all that the engine sent: two runs alike have the same.</param>
internal sealed record Outcome(string Scenario, string Title, int Seed, IReadOnlyList<Finding> Findings, string Digest)
{
    /// <summary>Whether all is as required.</summary>
    public bool Holds => Findings.All(finding => finding.Holds);

    /// <summary>All findings, a line each.</summary>
    public override string ToString() => string.Join(
        '\n',
        Findings.Select(finding => $"{(finding.Holds ? "ok  " : "FAIL")} {finding.What}: {finding.Shown} (required {finding.Required})")
            .Prepend($"{Scenario}, seed {Seed}: {Title}"));
}
