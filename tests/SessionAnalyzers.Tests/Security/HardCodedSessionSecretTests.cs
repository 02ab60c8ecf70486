using SessionAnalyzers.Security;
using SessionAnalyzers.Tests.Verification;
using Xunit;

namespace SessionAnalyzers.Tests.Security;

public sealed class HardCodedSessionSecretTests
{
    /// <summary>The key type of Microsoft.IdentityModel.Tokens, which the reference assemblies do not have.</summary>
    private const string KeyType =
        """

        public class SymmetricSecurityKey(byte[] key)
        {
            public byte[] Key { get; } = key;
        }
        """;

    [Fact]
    public Task A_literal_signing_key_is_reported() => Verify.Analyzer<HardCodedSessionSecret>(
        Members("object Key() => new SymmetricSecurityKey({|#0:System.Text.Encoding.UTF8.GetBytes(\"a secret in the source\")|});"),
        Verify.Diagnostic("SESS2009").WithLocation(0).WithArguments("The key of this SymmetricSecurityKey"));

    [Fact]
    public Task A_constant_is_followed() => Verified(
        """
        private const string Secret = "a secret in the source";
        object Key() => new SymmetricSecurityKey([|System.Text.Encoding.ASCII.GetBytes(Secret)|]);
        """);

    [Fact]
    public Task A_read_only_field_is_followed() => Verified(
        """
        private static readonly byte[] Secret = Convert.FromBase64String("c2VjcmV0c2VjcmV0");
        object Key() => new SymmetricSecurityKey([|Secret|]);
        """);

    [Fact]
    public Task A_local_is_followed() => Verified(
        """
        object Key()
        {
            var secret = "a secret in the source";
            var bytes = System.Text.Encoding.UTF8.GetBytes(secret);
            return new SymmetricSecurityKey([|bytes|]);
        }
        """);

    [Fact]
    public Task A_fallback_is_a_secret_as_well() => Verified(
        """
        object Key(IConfiguration configuration) =>
            new SymmetricSecurityKey([|System.Text.Encoding.UTF8.GetBytes(configuration["Jwt:Key"] ?? "a secret in the source")|]);
        """);

    [Fact]
    public Task A_UTF8_literal_is_reported() => Verified("object Key() => new SymmetricSecurityKey([|\"a secret in the source\"u8.ToArray()|]);");

    [Fact]
    public Task An_HMAC_is_reported() => Verified("object Key() => new System.Security.Cryptography.HMACSHA256([|\"a secret in the source\"u8.ToArray()|]);");

    [Fact]
    public Task A_type_that_does_not_bind_is_known_by_its_name() => Verify.Analyzer<HardCodedSessionSecret>(
        "class C { object Key() => new SymmetricSecurityKey([|System.Text.Encoding.UTF8.GetBytes(\"a secret in the source\")|]); }",
        test => test.CompilerErrorsExpected = true);

    [Fact]
    public Task A_password_compared_with_a_literal_is_reported() => Verify.Analyzer<HardCodedSessionSecret>(
        Members("bool Check(string name, string password) => name == \"admin\" && {|#0:password == \"1234\"|};"),
        Verify.Diagnostic("SESS2009").WithLocation(0).WithArguments("The password"));

    [Fact]
    public Task A_password_of_a_form_is_reported() => Verified("bool Check((string Name, string Password) form) => [|\"1234\" != form.Password|];");

    [Fact]
    public Task A_key_from_configuration_is_not_reported() => Verified(
        "object Key(IConfiguration configuration) => new SymmetricSecurityKey(System.Text.Encoding.UTF8.GetBytes(configuration[\"Jwt:Key\"]!));");

    [Fact]
    public Task A_random_key_is_not_reported() => Verified("object Key() => new SymmetricSecurityKey(System.Security.Cryptography.RandomNumberGenerator.GetBytes(32));");

    [Fact]
    public Task An_empty_string_is_no_secret() => Verified("bool Check(string password) => password == \"\";");

    [Fact]
    public Task A_placeholder_is_no_secret() => Verified("object Key() => new SymmetricSecurityKey(System.Text.Encoding.UTF8.GetBytes(\"<set in production>\"));");

    [Fact]
    public Task A_check_for_the_placeholder_is_no_secret() => Verified("bool IsMissing(string password) => password == \"your-app-password-here\";");

    [Fact]
    public Task A_password_compared_with_another_is_not_reported() => Verified("bool Check(string password, string confirmPassword) => password == confirmPassword;");

    [Fact]
    public Task A_password_compared_with_null_is_not_reported() => Verified("bool Check(string? password) => password == null || null == password;");

    [Fact]
    public Task A_field_that_may_change_is_not_reported() => Verified(
        """
        private static string _secret = "set at start";
        object Key() => new SymmetricSecurityKey(System.Text.Encoding.UTF8.GetBytes(_secret));
        """);

    [Fact]
    public Task A_key_passed_in_is_not_reported() => Verified("object Key(byte[] secret) => new SymmetricSecurityKey(secret);");

    private static string Members(string members) => "public class Tokens\n{\n" + members + "\n}\n" + KeyType;

    private static Task Verified(string members) => Verify.Analyzer<HardCodedSessionSecret>(Members(members));
}
