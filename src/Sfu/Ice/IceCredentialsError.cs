namespace Sfu.Ice;

/// <summary>What is wrong with a ufrag and password.</summary>
public enum IceCredentialsError
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>The ufrag is not 4 to 256 ice-chars.</summary>
    InvalidUfrag,

    /// <summary>The password is not 22 to 256 ice-chars.</summary>
    InvalidPassword,
}
