using Microsoft.Playwright;

namespace RaceLab.Tests.InBrowser;

internal static class LocatorExtensions
{
    public static ILocator Button(this ILocator within, string name) => within.GetByRole(AriaRole.Button, new() { Name = name, Exact = true });
}
