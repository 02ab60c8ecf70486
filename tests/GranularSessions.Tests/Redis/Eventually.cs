using System.Diagnostics;

namespace GranularSessions.Tests.Redis;

/// <summary>Waits for what a server or client does in its own time.</summary>
internal static class Eventually
{
    public static async Task IsTrueAsync(Func<Task<bool>> condition, TimeSpan patience)
    {
        for (var time = Stopwatch.StartNew(); !await condition(); await Task.Delay(20))
        {
            Assert.True(time.Elapsed < patience, $"not within {patience}");
        }
    }

    public static async Task<TException> ThrowsAsync<TException>(Func<Task> action, TimeSpan patience)
        where TException : Exception
    {
        for (var time = Stopwatch.StartNew(); ; await Task.Delay(20))
        {
            try
            {
                await action();
            }
            catch (TException exception)
            {
                return exception;
            }
            catch (SessionException) when (time.Elapsed < patience)
            {
                continue;
            }

            Assert.True(time.Elapsed < patience, $"no {typeof(TException).Name} within {patience}");
        }
    }
}
