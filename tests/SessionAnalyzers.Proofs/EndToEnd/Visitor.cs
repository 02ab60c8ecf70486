using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace SessionAnalyzers.Proofs.EndToEnd;

/// <summary>
/// One browser profile: any number of concurrent connections, one cookie jar. Redirects are not followed,
/// so that one call is one request.
/// </summary>
internal sealed partial class Visitor : IDisposable
{
    private readonly HttpClient _client;
    private readonly CookieContainer _cookies = new();
    private readonly Uri _address;
    private readonly HttpsCertificate _certificate;

    public Visitor(Uri address, HttpsCertificate certificate)
    {
        _address = address;
        _certificate = certificate;
        var handler = new SocketsHttpHandler { AllowAutoRedirect = false, CookieContainer = _cookies };
        handler.SslOptions.RemoteCertificateValidationCallback = (_, presented, _, _) => certificate.Is(presented);
        _client = new HttpClient(handler) { BaseAddress = address, Timeout = TimeSpan.FromSeconds(60) };
    }

    /// <summary>Another browser with the same cookies.</summary>
    public Visitor Copy()
    {
        var copy = new Visitor(_address, _certificate);
        copy._cookies.Add(_cookies.GetAllCookies());
        return copy;
    }

    /// <summary>What a script on the shop's pages sees.</summary>
    public IEnumerable<string> CookiesOfScripts => _cookies.GetAllCookies().Where(cookie => !cookie.HttpOnly).Select(cookie => cookie.Name);

    /// <summary>What goes out over http.</summary>
    public IEnumerable<string> CookiesInTheClear => _cookies.GetAllCookies().Where(cookie => !cookie.Secure).Select(cookie => cookie.Name);

    public Task<HttpResponseMessage> GetAsync(string path) => _client.GetAsync(path);

    public Task<HttpResponseMessage> PostAsync(string path, params IEnumerable<(string Name, string Value)> form) =>
        _client.PostAsync(path, Form(form));

    public Task<HttpResponseMessage> DeleteAsync(string path) => _client.DeleteAsync(path);

    /// <summary>Posts to a Razor Page, which wants the token of its own form back.</summary>
    public async Task<HttpResponseMessage> PostPageAsync(string path, string token, params (string Name, string Value)[] form) =>
        await PostAsync(path, [.. form, (AntiforgeryField, token)]);

    public async Task<string> AntiforgeryTokenAsync(string path) => AntiforgeryToken().Match(await HtmlAsync(path)).Groups["token"].Value;

    public async Task<string> HtmlAsync(string path)
    {
        using var response = await GetAsync(path);
        response.EnsureSuccessStatusCode();
        return await response.Content.ReadAsStringAsync();
    }

    public Task<JsonElement> JsonAsync(string path) => _client.GetFromJsonAsync<JsonElement>(path);

    public void Dispose() => _client.Dispose();

    public const string AntiforgeryField = "__RequestVerificationToken";

    private static FormUrlEncodedContent Form(IEnumerable<(string Name, string Value)> form) =>
        new(form.Select(field => KeyValuePair.Create(field.Name, field.Value)));

    [GeneratedRegex($"name=\"{AntiforgeryField}\" type=\"hidden\" value=\"(?<token>[^\"]+)\"")]
    public static partial Regex AntiforgeryToken();
}
