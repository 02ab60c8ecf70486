using Microsoft.Extensions.DependencyInjection;
using RaceLab.Racing;

namespace RaceLab.Tests.Support;

internal static class Races
{
    /// <summary>Starts a lab whose slow request waits for all others however long they take.</summary>
    public static Task<RunningLab> StartPatientLabAsync(params string[] args)
        => RunningLab.StartAsync(services => services.AddSingleton(new RaceOptions { Hold = TimeSpan.FromMinutes(5), RequestTimeout = TimeSpan.FromMinutes(5) }), args);

    public static async Task<RaceResult> RunAsync(RunningLab lab, string strategy, int clients)
    {
        RaceEvent last = new();
        await foreach (RaceEvent news in lab.Services.GetRequiredService<RaceEngine>().RunAsync(
            StrategyCatalog.Find(strategy)!, clients, TestContext.Current.CancellationToken))
        {
            last = news;
        }

        Assert.Null(last.Failure);
        return last.Result!;
    }
}
