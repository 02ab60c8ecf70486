using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using SessionAnalyzers.Model;
using SessionAnalyzers.Tests.Robustness;
using Xunit;

namespace SessionAnalyzers.Tests.Model;

public sealed class AppFactsTests
{
    [Theory]
    [InlineData("public class Startup { public void Configure(IApplicationBuilder app) { } }", true)]
    [InlineData("public class Startup { public void Configure(string name, IApplicationBuilder app) { } }", true)]
    [InlineData("public class Startup { public void Configure(string name) { } }", false)]
    [InlineData("public class Startup { public void Build(IApplicationBuilder app) { } }", false)]
    [InlineData("public class Shop { public void Configure(IApplicationBuilder app) { } }", false)]
    public void A_library_with_a_Startup_is_a_host(string source, bool isHost) => Assert.Equal(isHost, AppOf(source).IsHost);

    [Fact]
    public void A_program_is_a_host()
    {
        CSharpCompilation program = Compile("System.Console.WriteLine();");

        Assert.True(AppOf(program.WithOptions(program.Options.WithOutputKind(OutputKind.ConsoleApplication))).IsHost);
    }

    [Theory]
    [InlineData("services.AddSession();", true)]
    [InlineData("app.UseSession();", true)]
    [InlineData("services.AddGranularSessions();", true)]
    [InlineData("context.Session.SetString(\"a\", \"b\");", true)]
    [InlineData("services.AddRouting();", false)]
    public void An_app_uses_sessions_that_it_registers_or_accesses(string statement, bool usesSession)
        => Assert.Equal(usesSession, AppOf($"public class Shop {{ public void Use(IServiceCollection services, IApplicationBuilder app, HttpContext context) {{ {statement} }} }}").UsesSession);

    [Theory]
    [InlineData("Shop", true)]
    [InlineData("GranularSessions", false)]
    [InlineData("GranularSessions.Redis", false)]
    public void A_referenced_project_is_one(string name, bool isProject)
        => Assert.Equal(isProject, AppOf(Compile("public class App;").AddReferences(Library(name).ToMetadataReference())).ReferencesProjects);

    [Theory]
    [InlineData("Shop", "/src/Shop/bin/Shop.dll", true)]
    [InlineData("Shop", null, true)]
    [InlineData("Shop", "/root/.nuget/packages/shop/1.0.0/lib/Shop.dll", false)]
    [InlineData("Shop", "C:\\Users\\me\\.nuget\\packages\\shop\\1.0.0\\lib\\Shop.dll", false)]
    [InlineData("GranularSessions", "/src/GranularSessions/bin/GranularSessions.dll", false)]
    public void A_file_that_is_no_package_is_a_project(string name, string? path, bool isProject)
    {
        using var image = new MemoryStream();
        Assert.True(Library(name).Emit(image, cancellationToken: TestContext.Current.CancellationToken).Success);

        MetadataReference file = MetadataReference.CreateFromImage(image.ToArray(), filePath: path);

        Assert.Equal(isProject, AppOf(Compile("public class App;").AddReferences(file)).ReferencesProjects);
    }

    [Fact]
    public void The_framework_is_no_project() => Assert.False(AppOf("public class App;").ReferencesProjects);

    [Theory]
    [InlineData("services.AddScoped<Visit>();", true)]
    [InlineData("services.AddTransient<Visit>();", true)]
    [InlineData("services.TryAddScoped<Visit>();", true)]
    [InlineData("services.TryAddTransient<Visit>();", true)]
    [InlineData("services.AddScoped(typeof(Visit));", true)]
    [InlineData("services.AddScoped<IDisposable>(_ => new Visit());", true)]
    [InlineData("context.Response.RegisterForDispose(new Visit());", true)]
    [InlineData("context.Response.RegisterForDisposeAsync(new Visit());", true)]
    [InlineData("services.AddSingleton<Visit>();", false)]
    [InlineData("services.AddScoped<Other>(); new Visit().Dispose();", false)]
    [InlineData("new Visit().Dispose();", false)]
    public void What_is_registered_for_the_request_is_disposed_of_after_it(string statement, bool isDisposed)
    {
        CSharpCompilation compilation = Compile(
            $"public class Shop {{ public void Use(IServiceCollection services, HttpContext context) {{ {statement} }} }} public class Visit : IDisposable {{ public void Dispose() {{ }} }} public class Other;");

        Assert.Equal(isDisposed, AppOf(compilation).IsDisposedAfterRequest(compilation.GetTypeByMetadataName("Visit")!));
    }

    private static AppFacts AppOf(string source) => AppOf(Compile(source));

    private static AppFacts AppOf(Compilation compilation) => SessionModel.For(compilation)!.App;

    private static CSharpCompilation Compile(string source) => AllRules.Compile(AllRules.Parse(source, "Test.cs"));

    private static CSharpCompilation Library(string name) => Compile("public class Library;").WithAssemblyName(name);
}
