using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace SessionAnalyzers.Proofs.Harness;

/// <summary>A request that is being handled while others begin and end, because its body goes on.</summary>
internal sealed class OpenRequest
{
    private const string Path = "/slow";

    private readonly SlowBody _body;
    private readonly Task<HttpResponseMessage> _response;

    private OpenRequest(SlowBody body, Task<HttpResponseMessage> response)
    {
        _body = body;
        _response = response;
    }

    /// <summary>Maps the endpoint: it reads its body to the end, and answers with what <paramref name="read"/> finds then.</summary>
    public static void Map(IEndpointRouteBuilder routes, TaskCompletionSource isHandled, Func<HttpContext, string> read) =>
        routes.MapPost(Path, async (HttpContext context) =>
        {
            using var body = new StreamReader(context.Request.Body);
            await body.ReadAsync(new char[1]);
            isHandled.TrySetResult();
            await body.ReadToEndAsync();
            return read(context);
        });

    public static async Task<OpenRequest> SendAsync(Browser browser, TaskCompletionSource isHandled)
    {
        var body = new SlowBody();
        Task<HttpResponseMessage> response = browser.SendAsync(new HttpRequestMessage(HttpMethod.Post, Path) { Content = body });
        await await Task.WhenAny(isHandled.Task, response);
        return new OpenRequest(body, response);
    }

    /// <summary>Ends the body and returns the answer.</summary>
    public async Task<string> EndAsync()
    {
        _body.End();
        using HttpResponseMessage response = await _response;
        return await response.Content.ReadAsStringAsync();
    }
}
