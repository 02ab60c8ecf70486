namespace RaceLab.Racing;

/// <summary>Opens the trace of a request before its session begins, and closes it after its session has been committed.</summary>
internal sealed class RequestRecording(RequestDelegate next, RaceRegistry races)
{
    public async Task InvokeAsync(HttpContext context)
    {
        if (races.Find(context) is not { } trace)
        {
            await next(context);
            return;
        }

        RequestTrace.Current = trace;
        trace.Arrive();
        try
        {
            await next(context);
        }
        finally
        {
            trace.Leave();
        }
    }
}
