using GranularSessions.Cookies;
using GranularSessions.Sessions;
using Microsoft.AspNetCore.Http;

namespace GranularSessions.Tests.Support;

/// <summary>A client with a cookie, and requests of it without HTTP.</summary>
public sealed class Visitor(StoreFixture fixture)
{
    /// <summary>What the client would present.</summary>
    public string? Cookie { get; set; }

    public int CookiesReceived { get; private set; }

    /// <summary>Another client with the same cookie.</summary>
    public Visitor Copy() => new(fixture) { Cookie = Cookie };

    /// <summary>Begins a request; what it sends reaches this client at once.</summary>
    public SessionState Request() => Session().GetSessionState();

    /// <summary>Begins a request whose responses are lost on the way.</summary>
    public SessionState RequestWithLostResponse() => NewSession(new LostCookieSink()).GetSessionState();

    /// <summary>Begins a request and opens its ISession.</summary>
    public ISession Session() => NewSession(new JarSink(this));

    private GranularSession NewSession(SessionCookieSink sink)
        => new(new SessionChannel(fixture.Services, sink, SessionCredential.Parse(Cookie)), fixture.Services);

    private sealed class JarSink(Visitor visitor) : SessionCookieSink
    {
        public override bool CanSend => true;

        public override void EnsureConsent()
        {
        }

        public override void Issue(SessionCredential credential)
        {
            visitor.Cookie = credential.CookieValue;
            visitor.CookiesReceived++;
        }

        public override void Expire() => visitor.Cookie = null;
    }

    private sealed class LostCookieSink : SessionCookieSink
    {
        public override bool CanSend => true;

        public override void EnsureConsent()
        {
        }

        public override void Issue(SessionCredential credential)
        {
        }

        public override void Expire()
        {
        }
    }
}
