namespace Scenarios;

/// <summary>One thing that a scenario must show.</summary>
/// <param name="What">What was measured.</param>
/// <param name="Unit">Its unit, as printed after the number; empty for counts.</param>
/// <param name="Least">The least that is required, or null.</param>
/// <param name="Most">The most that is allowed, or null.</param>
/// <param name="Reached">What was measured.</param>
internal sealed record Finding(string What, string Unit, double? Least, double? Most, double Reached)
{
    /// <summary>Whether it is as required.</summary>
    public bool Holds => !(Reached < Least) && !(Reached > Most) && !double.IsNaN(Reached);

    /// <summary>What is required, in words.</summary>
    public string Required => Format(Least is not null ? ">=" : "<=", Least ?? Most ?? 0);

    /// <summary>What was reached, in words.</summary>
    public string Shown => Format("", Reached);

    private string Format(string sign, double value) => FormattableString.Invariant($"{sign} {value:0.##} {Unit}").Trim();
}
