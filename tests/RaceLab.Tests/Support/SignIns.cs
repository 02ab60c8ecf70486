using System.Net;
using RaceLab.Classics;

namespace RaceLab.Tests.Support;

internal static class SignIns
{
    public static Credentials Ada { get; } = new("ada", "analytical engine");

    public static Credentials Grace { get; } = new("grace", "nanosecond");

    public static Credentials Administrator { get; } = new("margaret", "apollo");

    public static async Task SignInAsync(this Visitor visitor, Credentials credentials, string path = "/classics/login", string device = "a browser")
    {
        using var response = await visitor.PostAsync(path, credentials, ("User-Agent", device));
        Assert.Equal(HttpStatusCode.NoContent, response.StatusCode);
    }

    public static async Task<Visitor> SignedInAsync(this RunningLab lab, Credentials credentials, string device = "a browser")
    {
        var visitor = lab.NewVisitor();
        await visitor.SignInAsync(credentials, device: device);
        return visitor;
    }
}
