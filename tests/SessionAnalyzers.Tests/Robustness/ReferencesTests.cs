using Microsoft.CodeAnalysis.CSharp;
using SessionAnalyzers.Tests.Verification;
using Xunit;

namespace SessionAnalyzers.Tests.Robustness;

/// <summary>Projects that do not see ASP.NET Core's session, or not all of what they name.</summary>
public sealed class ReferencesTests
{
    private const string ReadModifyWrite =
        """
        public class VisitsController
        {
            public void Visit(ISession session) => session.SetInt32("visits", (session.GetInt32("visits") ?? 0) + 1);
        }
        """;

    [Fact]
    public Task A_project_without_AspNetCore_is_silent() => AllRules.Verify(
        ReadModifyWrite,
        test =>
        {
            test.Project.ReferencesAspNetCore = false;
            test.CompilerErrorsExpected = true;
        });

    [Fact]
    public async Task A_project_without_any_reference_is_silent()
    {
        var compilation = CSharpCompilation.Create("Bare", [AllRules.Parse(ReadModifyWrite)]);

        Assert.Empty(await AllRules.FindAsync(compilation, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task AspNetCore_without_the_base_library_does_not_throw()
    {
        var compilation = CSharpCompilation.Create("NoBaseLibrary", [AllRules.Parse(ReadModifyWrite)], ReferenceAssemblies.AspNetCore);

        await AllRules.FindAsync(compilation, TestContext.Current.CancellationToken);
    }

    [Fact]
    public Task A_type_from_a_missing_package_does_not_hide_the_finding() => AllRules.Verify(
        """
        using Missing.Package;

        public class CartController : MissingController
        {
            public void Add(ISession session, MissingProduct product)
            {
                MissingCart cart = MissingJson.Deserialize<MissingCart>(session.GetString("cart"));
                cart.Add(product);
                {|SESS1002:session.SetString("cart", MissingJson.Serialize(cart))|};
            }
        }
        """,
        test => test.CompilerErrorsExpected = true);

    [Fact]
    public Task The_session_of_an_object_relational_mapper_is_not_ours() => AllRules.Verify(
        """
        namespace Orm
        {
            public interface ISession
            {
                T Get<T>(object id);
                void Set(string key, object value);
                string GetString(string key);
                void SetString(string key, string value);
                void Clear();
            }
        }

        namespace Shop
        {
            using ISession = Orm.ISession;

            public class Repository(ISession session)
            {
                private readonly object _gate = new();

                public async Task Rename(string name)
                {
                    string before = session.GetString("name");
                    await Task.Yield();
                    session.SetString("name", before + name);
                    lock (_gate)
                    {
                        session.Set("count", session.Get<int>("count") + 1);
                    }
                }
            }
        }
        """);

    [Fact]
    public Task The_session_of_a_game_engine_is_not_ours() => AllRules.Verify(
        """
        namespace Engine.Multiplayer
        {
            public interface ISession
            {
                int GetInt32(string key);
                void SetInt32(string key, int value);
                bool TryGetValue(string key, out byte[] value);
                void Set(string key, byte[] value);
                void Remove(string key);
            }

            public class Player
            {
                public ISession Session { get; set; } = null!;
            }
        }

        public class Score(Engine.Multiplayer.Player player)
        {
            public void Win() => player.Session.SetInt32("wins", player.Session.GetInt32("wins") + 1);

            public void Once()
            {
                if (!player.Session.TryGetValue("once", out _))
                {
                    SaveTrophy();
                    player.Session.Set("once", [1]);
                }
            }

            private static void SaveTrophy() { }
        }
        """);

    [Fact]
    public Task A_type_of_ours_named_like_the_real_one_is_not_the_real_one() => AllRules.Verify(
        """
        namespace Microsoft.AspNetCore.Http
        {
            public interface ISession
            {
                int GetInt32(string key);
                void SetInt32(string key, int value);
            }
        }

        public class Visits(Microsoft.AspNetCore.Http.ISession session)
        {
            public int Count => session.GetInt32("visits");
        }
        """,
        test => test.Project.ReferencesAspNetCore = false);
}
