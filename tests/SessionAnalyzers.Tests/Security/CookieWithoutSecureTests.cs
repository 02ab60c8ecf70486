using SessionAnalyzers.Security;

namespace SessionAnalyzers.Tests.Security;

public sealed class CookieWithoutSecureTests() : CookieFlagTests<CookieWithoutSecure>("SESS2004", "Secure");
