using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace GranularSessions.Cookies;

/// <summary>Reads and writes the session cookie of a request.</summary>
internal sealed class SessionCookie(IOptions<GranularSessionOptions> options, IHostEnvironment environment)
{
    private readonly CookieBuilder _builder = options.Value.Cookie;
    private readonly string _name = SessionCookieName.Of(options.Value.Cookie);
    private readonly bool _allowsHttp = options.Value.AllowHttpInDevelopment && environment.IsDevelopment();

    public bool IsEssential => _builder.IsEssential;

    public string? Read(HttpContext context) => context.Request.Cookies[NameFor(context)];

    public void Append(HttpContext context, string value)
        => context.Response.Cookies.Append(NameFor(context), value, AttributesFor(context));

    public void Delete(HttpContext context)
        => context.Response.Cookies.Delete(NameFor(context), AttributesFor(context));

    /// <summary>Whether the browser will refuse the cookie because the connection is not secure.</summary>
    public bool IsRefusedOver(HttpContext context) => !context.Request.IsHttps && AttributesFor(context).Secure;

    private string NameFor(HttpContext context)
        => IsInsecureDevelopment(context) ? SessionCookieName.WithoutPrefix(_name) : _name;

    private CookieOptions AttributesFor(HttpContext context)
    {
        var attributes = _builder.Build(context);
        if (IsInsecureDevelopment(context))
        {
            attributes.Secure = false;
        }

        return attributes;
    }

    private bool IsInsecureDevelopment(HttpContext context) => _allowsHttp && !context.Request.IsHttps;
}
