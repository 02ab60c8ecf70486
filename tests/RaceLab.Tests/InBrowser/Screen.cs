using Microsoft.Playwright;

namespace RaceLab.Tests.InBrowser;

/// <summary>What the page is looked at on.</summary>
internal sealed record Screen(string Name, int Width, int Height)
{
    public static Screen Desktop { get; } = new("desktop", 1280, 900);

    public static Screen Phone { get; } = new("phone", 390, 844);

    public static Screen Named(string name) => name == Desktop.Name ? Desktop : Phone;

    public ViewportSize Size => new() { Width = Width, Height = Height };
}
