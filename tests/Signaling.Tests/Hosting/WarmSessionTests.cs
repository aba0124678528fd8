using Microsoft.Extensions.DependencyInjection;
using Signaling.Hosting;
using Signaling.Tests.Support;

namespace Signaling.Tests.Hosting;

public sealed class WarmSessionTests
{
    [Fact]
    public async Task It_runs_through_and_the_calls_of_others_go_on_as_ever()
    {
        TestServer server = await TestServer.StartAsync();
        await ActivatorUtilities.CreateInstance<WarmSession>(server.App.Services).RunAsync();

        await using CallScene scene = await CallScene.StartAsync(server);
        Assert.NotEmpty(await scene.RingAsync());
    }
}
