using GranularSessions.Cookies;
using GranularSessions.Sessions;
using Microsoft.AspNetCore.Http;

namespace GranularSessions.Conformance;

/// <summary>A client with a cookie, and requests of it without HTTP. Made by <see cref="StoreFixture.NewVisitor"/>.</summary>
public sealed class Visitor
{
    private readonly StoreFixture _fixture;

    internal Visitor(StoreFixture fixture) => _fixture = fixture;

    /// <summary>What the client would present; null: nothing.</summary>
    public string? Cookie { get; set; }

    /// <summary>How many cookies the client was sent.</summary>
    public int CookiesReceived { get; private set; }

    /// <summary>Another client with the same cookie.</summary>
    public Visitor Copy() => new(_fixture) { Cookie = Cookie };

    /// <summary>Begins a request; what it sends reaches this client at once.</summary>
    public SessionState Request() => Session().GetSessionState();

    /// <summary>Begins a request whose responses are lost on the way.</summary>
    public SessionState RequestWithLostResponse() => NewSession(new LostCookieSink()).GetSessionState();

    /// <summary>Begins a request and opens its ISession.</summary>
    public ISession Session() => NewSession(new JarSink(this));

    private GranularSession NewSession(SessionCookieSink sink)
        => new(new SessionChannel(_fixture.Services, sink, SessionCredential.Parse(Cookie)), _fixture.Services);

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
