namespace Sfu.Quality;

/// <summary>How good a direction of a connection is, in the steps that ITU-T G.107 annex B gives to scores.</summary>
public enum QualityLevel
{
    /// <summary>Nothing was measured yet.</summary>
    Unknown,

    /// <summary>Nearly everybody is dissatisfied.</summary>
    Bad,

    /// <summary>Many are dissatisfied.</summary>
    Poor,

    /// <summary>Some are dissatisfied.</summary>
    Fair,

    /// <summary>Nearly everybody is satisfied.</summary>
    Good,
}
