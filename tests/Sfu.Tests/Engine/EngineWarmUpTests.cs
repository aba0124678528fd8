using Sfu.Engine;
using Simulation.World;

namespace Sfu.Tests.Engine;

public sealed class EngineWarmUpTests
{
    [Fact]
    public void The_warm_up_runs_through() => EngineWarmUp.Run(Signaling.ServerCertificate.Fingerprint);
}
