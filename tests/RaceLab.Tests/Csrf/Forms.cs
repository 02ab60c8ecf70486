using System.Net;
using RaceLab.Csrf;
using RaceLab.Tests.Support;

namespace RaceLab.Tests.Csrf;

/// <summary>The order form under each way of protecting it.</summary>
internal static class Forms
{
    public const string Consumed = "/csrf/consumed";
    public const string Derived = "/csrf/derived";
    public const string DoubleSubmit = "/csrf/double-submit";
    public const string Compared = "/csrf/wrong/compared";

    private const string TokenCookie = "XSRF-TOKEN";

    /// <summary>Opens the form and returns its token as a script of the page gets hold of it.</summary>
    public static async Task<string> OpenFormAsync(this Visitor visitor, string way)
    {
        if (way != DoubleSubmit)
        {
            return (await visitor.GetAsync<CsrfForm>(way + "/form")).Token;
        }

        Assert.Equal(HttpStatusCode.NoContent, await visitor.GetStatusAsync(way + "/form"));
        return Uri.UnescapeDataString(visitor.Cookies[TokenCookie]);
    }

    public static Task<HttpResponseMessage> SubmitAsync(this Visitor visitor, string way, string? token)
        => token is null ? visitor.PostAsync(way + "/submit") : visitor.PostAsync(way + "/submit", (CsrfForm.TokenHeader, token));

    public static async Task<HttpStatusCode> SubmitOnceAsync(this Visitor visitor, string way, string? token)
    {
        using var response = await visitor.SubmitAsync(way, token);
        return response.StatusCode;
    }

    public static Task<IReadOnlyList<HttpStatusCode>> RaceSubmitsAsync(this Visitor visitor, string way, string token, int racers)
        => Race.RunAsync(racers, _ => visitor.SubmitAsync(way, token));
}
