namespace Sfu.Relay;

/// <summary>A message on its way.</summary>
/// <param name="To">The number of the shard that it is for.</param>
/// <param name="Message">What it says.</param>
internal readonly record struct ShardMail(int To, ShardMessage Message);
