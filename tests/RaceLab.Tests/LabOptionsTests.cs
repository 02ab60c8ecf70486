using Microsoft.Extensions.Configuration;

namespace RaceLab.Tests;

public sealed class LabOptionsTests
{
    [Fact]
    public void Everything_is_kept_in_memory_unless_said_otherwise()
        => Assert.Equal(new LabOptions(StoreKind.Memory, null), Read());

    [Theory]
    [InlineData("--store", "redis", "--connection", "localhost:6379")]
    [InlineData("--connection=localhost:6379", "--store=Redis")]
    [InlineData("--store", "redis", "--connection", "localhost:6379", "--urls", "http://127.0.0.1:0", "--environment", "Development")]
    public void A_server_is_chosen_with_its_connection(params string[] args)
        => Assert.Equal(new LabOptions(StoreKind.Redis, "localhost:6379"), Read(args));

    [Fact]
    public void The_environment_keeps_a_password_off_the_command_line()
    {
        LabOptions options = LabOptions.Read([], With(("RACELAB_STORE", "postgres"), ("RACELAB_CONNECTION", "Host=db;Password=secret")));

        Assert.Equal(new LabOptions(StoreKind.Postgres, "Host=db;Password=secret"), options);
    }

    [Fact]
    public void The_command_line_wins_over_the_environment()
    {
        LabOptions options = LabOptions.Read(["--store", "memory"], With(("RACELAB_STORE", "postgres")));

        Assert.Equal(StoreKind.Memory, options.Store);
    }

    [Theory]
    [InlineData("Unknown option '--stor'.", "--stor", "redis")]
    [InlineData("Unknown option 'redis'.", "redis")]
    [InlineData("Option '--store' needs a value.", "--store")]
    [InlineData("Option '--store' needs a value.", "--store", "--connection")]
    [InlineData("Option '--store' is given twice.", "--store", "memory", "--store", "redis")]
    [InlineData("Unknown store 'mongo': it is memory, postgres or redis.", "--store", "mongo")]
    [InlineData("The store postgres needs --connection \"...\".", "--store", "postgres")]
    [InlineData("The connection names no server.", "--store", "postgres", "--connection", "Username=shop")]
    [InlineData("The connection is no valid connection string for postgres", "--store", "postgres", "--connection", "Colour=red")]
    [InlineData("A connection is given, but everything is kept in memory", "--connection", "localhost:6379")]
    public void What_makes_no_sense_is_refused_with_a_reason(string reason, params string[] args)
    {
        var refused = Assert.Throws<LabOptionsException>(() => Read(args));

        Assert.StartsWith(reason, refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Outside_Development_it_says_why_it_does_not_start()
    {
        var refused = Assert.Throws<LabOptionsException>(() => Lab.Build(["--environment", "Production"]));

        Assert.Contains("ASPNETCORE_ENVIRONMENT=Development", refused.Message, StringComparison.Ordinal);
    }

    private static LabOptions Read(params string[] args) => LabOptions.Read(args, With());

    private static IConfiguration With(params (string Name, string Value)[] settings)
        => new ConfigurationBuilder().AddInMemoryCollection(settings.ToDictionary(s => s.Name, string? (s) => s.Value)).Build();
}
