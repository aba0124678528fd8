using Signaling.Accounts;
using Signaling.Policy;

namespace Signaling.Calls;

/// <summary>The policy's consent to a call, and what both sides may know of each other.</summary>
/// <param name="Why">The audience that admits the caller.</param>
/// <param name="PolicyVersion">The version of the facts on which it rests.</param>
/// <param name="Caller">As the callee sees it.</param>
/// <param name="Callee">As the caller sees it.</param>
internal sealed record CallAdmission(Audience Why, long PolicyVersion, Profile Caller, Profile Callee);
