using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace SessionAnalyzers.Proofs.EndToEnd;

/// <summary>A self-signed certificate for 127.0.0.1: a Secure cookie is not sent over http.</summary>
internal sealed class HttpsCertificate : IDisposable
{
    private readonly X509Certificate2 _certificate;

    public HttpsCertificate()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddIpAddress(IPAddress.Loopback);
        var request = new CertificateRequest("CN=127.0.0.1", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(names.Build());

        _certificate = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        FilePath = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid():N}.pfx");
        File.WriteAllBytes(FilePath, _certificate.Export(X509ContentType.Pfx, Password));
    }

    public string FilePath { get; }

    public string Password { get; } = Guid.NewGuid().ToString("N");

    public bool Is(X509Certificate? other) => other is not null && other.GetCertHashString() == _certificate.GetCertHashString();

    public void Dispose()
    {
        File.Delete(FilePath);
        _certificate.Dispose();
    }
}
