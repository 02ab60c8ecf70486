using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using SessionAnalyzers.Model;
using SessionAnalyzers.Tests.Robustness;
using Xunit;

namespace SessionAnalyzers.Tests.Model;

/// <summary>What a key expression is read as: its text, with what is only known when the app runs in braces.</summary>
public sealed class KeyReaderTests
{
    [Theory]
    [InlineData("\"cart\"", "cart")]
    [InlineData("Prefix", "cart_")]
    [InlineData("Region", "eu")]
    [InlineData("Title", "title")]
    [InlineData("Initialized", "initial")]
    [InlineData("nameof(Shop)", "Shop")]
    [InlineData("((FormattableString)$\"\").ToString()", "")]
    [InlineData("id", "{id}")]
    [InlineData("(object)id", "{id}")]
    [InlineData("id.ToString()", "{id}")]
    [InlineData("_name", "{_name}")]
    [InlineData("this._name", "{_name}")]
    [InlineData("s_mutable", "{s_mutable}")]
    [InlineData("Settable", "{Settable}")]
    [InlineData("Overridable", "{Overridable}")]
    [InlineData("Kind.One", "{One}")]
    [InlineData("user.Name", "{user.Name}")]
    [InlineData("user.Friend.Name", "{user.Friend.Name}")]
    [InlineData("user?.Name", "{user.Name}")]
    [InlineData("_user.Name", "{_user.Name}")]
    [InlineData("Missing.Key", "{Missing.Key}")]
    [InlineData("typeof(Shop).Name", "Shop")]
    [InlineData("\"cart\" + id", "cart{id}")]
    [InlineData("Prefix + id + \"_lines\"", "cart_{id}_lines")]
    [InlineData("$\"cart{id}_{text}\"", "cart{id}_{text}")]
    [InlineData("$\"cart{id,5}\"", "cart,5({id})")]
    [InlineData("$\"cart{id:D5}\"", "cart:D5({id})")]
    [InlineData("string.Concat(\"cart\", text)", "cart{text}")]
    [InlineData("string.Format(\"cart{0}\", text)", "string.Format(cart{0}, {text})")]
    [InlineData("text.ToLower()", "string.ToLower({text})")]
    [InlineData("text ?? \"none\"", "??({text}, none)")]
    [InlineData("KeyOf(id)", "cart_{id}")]
    [InlineData("Twice(text)", "{text}{text}")]
    [InlineData("Local(text)", "local{text}")]
    [InlineData("FindName(text)", "FindName(, {text})")]
    [InlineData("user.GetName(text)", "GetName({user}, {text})")]
    [InlineData("Shop.GetRegion(text)", "GetRegion({text})")]
    [InlineData("composed", "cart{id}")]
    [InlineData("computed", "{computed}")]
    [InlineData("suppressed", "cart{id}")]
    [InlineData("Parenthesized", "parenthesized")]
    [InlineData("Suppressed(text)", "_{text}")]
    [InlineData("counted", "{counted}")]
    [InlineData("assigned", "a{id}")]
    [InlineData("circular", "{circular}a")]
    [InlineData("string.Concat(texts)", "string.Concat({texts})")]
    [InlineData("text.Replace(\"a\", _name)", "string.Replace({text}, a, {_name})")]
    [InlineData("Lowered(text)", "string.ToLower({text})")]
    [InlineData("Lowered(Prefix + id)", "string.ToLower(cart_{id})")]
    public void A_key_is_known(string expression, string key) => Assert.Equal(key, KeyOf(expression).ToString());

    [Theory]
    [InlineData("Compute(text)")]
    [InlineData("\"cart\" + Compute(text)")]
    [InlineData("$\"cart{Compute(text)}\"")]
    [InlineData("Compute(text).ToLower()")]
    [InlineData("Compute(text).Length")]
    [InlineData("(\"cart\" + id).Length")]
    [InlineData("OverridableKey(id)")]
    [InlineData("user.KeyOfName(\"a\")")]
    [InlineData("Several(text)")]
    [InlineData("incremented")]
    [InlineData("decremented")]
    [InlineData("postIncremented")]
    [InlineData("postDecremented")]
    [InlineData("byReference")]
    [InlineData("byOut")]
    [InlineData("inTuple")]
    [InlineData("reassignedParameter")]
    [InlineData("texts[0]")]
    [InlineData("Circle(text)")]
    [InlineData("text ?? Compute(text)")]
    [InlineData("text.Replace(text, Compute(text))")]
    [InlineData("Lowered(Compute(text))")]
    [InlineData("Replaced(text, Compute(text))")]
    [InlineData("id + \"\" + id + id + id + id + id + id + id + id + id + id + id + id")]
    public void A_key_is_not_known(string expression)
    {
        SessionKey key = KeyOf(expression);

        Assert.False(key.IsKnown);
        Assert.Equal("?", key.ToString());
        Assert.False(key.Matches(key));
    }

    [Theory]
    [InlineData("\"cart_\" + id", "KeyOf(id)")]
    [InlineData("\"xcart_\" + id", "\"x\" + KeyOf(id)")]
    [InlineData("\"\"", "((FormattableString)$\"\").ToString()")]
    [InlineData("user.Name", "user?.Name")]
    [InlineData("_name", "this._name")]
    [InlineData("Missing.Key", "Missing.Key")]
    [InlineData("typeof(Shop).FullName", "typeof(Shop).FullName")]
    [InlineData("text.ToLower()", "text.ToLower()")]
    [InlineData("text ?? \"none\"", "text ?? \"none\"")]
    [InlineData("composed", "$\"cart{id}\"")]
    [InlineData("computed", "computed")]
    [InlineData("computed.Length", "computed.Length")]
    [InlineData("s_mutable", "Shop.s_mutable")]
    public void Two_keys_are_the_same(string left, string right)
    {
        var (first, second) = KeysOf(left, right);

        Assert.True(first.Matches(second));
        Assert.Equal(first.GetHashCode(), second.GetHashCode());
        Assert.True(first.MayMatch(second));
    }

    [Theory]
    [InlineData("\"cart\"", "\"Cart\"", false)]
    [InlineData("\"cart\"", "text", true)]
    [InlineData("id", "text", true)]
    [InlineData("user.Name", "user.Mail", true)]
    [InlineData("user.Name", "other.Name", true)]
    [InlineData("_name", "_title", true)]
    [InlineData("_user.Name", "_user.Mail", true)]
    [InlineData("Kind.One", "Kind.Two", true)]
    [InlineData("Missing.Key", "Missing.Other", true)]
    [InlineData("typeof(Shop).Name", "typeof(Shop).FullName", true)]
    [InlineData("typeof(Shop).Name", "typeof(User).Name", true)]
    [InlineData("text.ToLower()", "text.ToUpper()", true)]
    [InlineData("text.ToLower()", "other.Name.ToLower()", true)]
    [InlineData("\"cart\" + id", "\"cart\" + text", true)]
    [InlineData("\"cart\" + id", "Compute(text)", true)]
    [InlineData("\"cart\" + id", "\"cart1\"", true)]
    [InlineData("computed", "s_mutable", true)]
    [InlineData("computed", "computed.Length", true)]
    public void Two_keys_are_not_known_to_be_the_same(string left, string right, bool mayBe)
    {
        var (first, second) = KeysOf(left, right);

        Assert.False(first.Matches(second));
        Assert.False(second.Matches(first));
        Assert.Equal(mayBe, first.MayMatch(second));
    }

    [Theory]
    [InlineData("\"cart\"", true)]
    [InlineData("_name", true)]
    [InlineData("composed", false)]
    [InlineData("id", false)]
    [InlineData("\"cart\" + id", false)]
    [InlineData("\"cart\" + _name", true)]
    [InlineData("typeof(Shop).Name", true)]
    [InlineData("typeof(T).Name", false)]
    [InlineData("_name.ToLower()", true)]
    [InlineData("text.ToLower()", false)]
    [InlineData("_name ?? text", false)]
    [InlineData("Compute(text)", false)]
    public void A_key_is_closed_where_no_part_is_left_to_a_caller(string expression, bool isClosed) => Assert.Equal(isClosed, KeyOf(expression).IsClosed);

    /// <summary>Unfinished code may nest without end, or declare in circles.</summary>
    [Theory]
    [InlineData("(object)(@).ToString()", "id")]
    [InlineData("id + (@)", "id")]
    [InlineData("(@) + id", "id")]
    [InlineData("text ?? (@)", "text")]
    [InlineData("(@) ?? text", "text")]
    [InlineData("(@)?.Friend", "user")]
    [InlineData("(@).Friend", "user")]
    [InlineData("$\"a{@}\"", "id")]
    [InlineData("$\"a{@,5}\"", "id")]
    [InlineData("$\"a{@:D5}\"", "id")]
    [InlineData("string.Concat(text, @)", "text")]
    [InlineData("text.Insert(1, @)", "text")]
    [InlineData("(@).ToString()", "id")]
    [InlineData("(@).ToLower()", "text")]
    [InlineData("FindName(@)", "text")]
    [InlineData("(@).GetFriend(text)", "user")]
    [InlineData("Twice(@)", "text")]
    [InlineData("Suppressed(@)", "text")]
    public void A_key_is_known_to_a_depth(string form, string innermost)
    {
        Assert.True(KeyOf(form.Replace("@", innermost)).IsKnown);
        Assert.False(KeyOf(Enumerable.Range(0, 13).Aggregate(innermost, (expression, _) => form.Replace("@", expression))).IsKnown);
    }

    private static SessionKey KeyOf(string expression) => KeysOf(expression, "\"\"").First;

    private static (SessionKey First, SessionKey Second) KeysOf(string first, string second)
    {
        SyntaxTree tree = AllRules.Parse(
            $$"""
            public enum Kind { One, Two }

            public class User
            {
                public string Name { get; set; } = "";
                public string Mail { get; set; } = "";
                public User? Friend { get; set; }
                public string KeyOfName(string prefix) => prefix + "_" + Name;
                public User GetFriend(string text) { text += "a"; return this; }
                public string GetName(string text) { text += "a"; return text; }
            }

            public class Shop
            {
                private const string Prefix = "cart_";
                private static readonly string Region = "eu";
                private static string s_mutable = "eu";
                private readonly string _name;
                private readonly string _title;
                private readonly User _user;
                private string Title => "title";
                private string Initialized { get; } = "initial";
                private string Parenthesized => ("parenthesized");
                private string Settable { get; set; } = "initial";
                public virtual string Overridable => "a";

                private string KeyOf(int id) => Prefix + id;
                private string Twice(string text) { return text + text; }
                private string Suppressed(string text) => ("_" + text)!;
                private string Lowered(string text) => text.ToLower();
                private string Replaced(string text, string other) => text.Replace("a", other);
                private string Circle(string text) => Circle(text);
                private string Compute(string text) { text += "a"; return text; }
                private string FindName(string text) { text += "a"; return text; }
                private static string GetRegion(string text) { text += "a"; return text; }
                private string Several(string text) { Compute(text); return text; }
                public virtual string OverridableKey(int id) => "cart" + id;

                public void Run<T>(int id, string text, User user, User other, string[] texts, string counted, int reassignedParameter)
                {
                    var composed = "cart" + id;
                    var computed = Compute(text);
                    var suppressed = ("cart" + id)!;
                    var (byReference, byOut, inTuple) = ("b", "c", "d");
                    string circular = circular + "a";
                    var assigned = "";
                    assigned = "a" + id;
                    int incremented = 0, decremented = 0, postIncremented = 0, postDecremented = 0;
                    string Local(string suffix) => "local" + suffix;
                    ++incremented;
                    --decremented;
                    postIncremented++;
                    postDecremented--;
                    reassignedParameter += 1;
                    Fill(ref byReference, out byOut);
                    (inTuple, _) = (text, text);
                    _ = -id;
                    _ = counted!;
                    Use({{first}}, {{second}});
                }

                private void Fill(ref string one, out string two) => two = one;
                private void Use(object? one, object? two) { }
            }
            """);
        SessionModel model = SessionModel.For(AllRules.Compile(tree))!;
        SemanticModel semantics = model.GetSemanticModel(tree)!;
        MethodDeclarationSyntax run = tree.GetRoot().DescendantNodes().OfType<MethodDeclarationSyntax>().Single(method => method.Identifier.ValueText == "Run");
        InvocationExpressionSyntax use = run.DescendantNodes().OfType<InvocationExpressionSyntax>().Single(call => call.Expression is IdentifierNameSyntax { Identifier.ValueText: "Use" });
        var reader = new KeyReader(model, run, semantics.GetDeclaredSymbol(run), TestContext.Current.CancellationToken);
        return (Read(0), Read(1));

        SessionKey Read(int index) => reader.Read(semantics.GetOperation(use.ArgumentList.Arguments[index].Expression));
    }
}
