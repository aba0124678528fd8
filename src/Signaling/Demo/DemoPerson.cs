namespace Signaling.Demo;

/// <summary>One account of the demo.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Handle">Its handle.</param>
/// <param name="DisplayName">Its name.</param>
/// <param name="Premium">May place calls.</param>
/// <param name="Verified">Is verified.</param>
/// <param name="Identifier">Its e-mail address.</param>
internal sealed record DemoPerson(string Id, string Handle, string DisplayName, bool Premium, bool Verified, string Identifier)
{
    /// <summary>Everybody, in the order in which they are listed.</summary>
    public static readonly IReadOnlyList<DemoPerson> All =
    [
        new("u_alice", "alice", "Alice Adler", Premium: true, Verified: true, "alice@example.org"),
        new("u_bob", "bob", "Bob Brandt", Premium: true, Verified: false, "bob@example.org"),
        new("u_carol", "carol", "Carol Chen", Premium: true, Verified: false, "carol@example.org"),
        new("u_dave", "dave", "Dave Diaz", Premium: false, Verified: false, "dave@example.org"),
        new("u_eve", "eve", "Eve Evans", Premium: false, Verified: false, "eve@example.org"),
    ];
}
