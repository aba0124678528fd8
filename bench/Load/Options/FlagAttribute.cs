namespace Load.Options;

/// <summary>An option is set by a flag of the command; what it is without the flag is the property's own first value.</summary>
/// <param name="name">With its dashes.</param>
/// <param name="description">For the help.</param>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class FlagAttribute(string name, string description) : Attribute
{
    /// <summary>With its dashes.</summary>
    public string Name => name;

    /// <summary>For the help.</summary>
    public string Description => description;
}
