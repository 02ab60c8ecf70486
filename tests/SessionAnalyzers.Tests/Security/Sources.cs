namespace SessionAnalyzers.Tests.Security;

/// <summary>Sources that the tests of the security rules share.</summary>
internal static class Sources
{
    /// <summary>An app's pipeline with nothing about cookies in it.</summary>
    public const string Host = "var app = WebApplication.CreateBuilder(args).Build();\napp.Run();\n";

    /// <summary>An app's pipeline on GranularSessions.</summary>
    public const string GranularHost =
        """
        var builder = WebApplication.CreateBuilder(args);
        builder.Services.AddGranularSessions();
        var app = builder.Build();
        app.UseGranularSessions();
        app.Run();

        """;
}
