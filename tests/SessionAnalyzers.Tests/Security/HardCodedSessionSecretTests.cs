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
    public Task A_key_passed_to_a_base_constructor_is_reported() => Verify.Analyzer<HardCodedSessionSecret>(
        "class Signer() : Base(new SymmetricSecurityKey([|\"a secret in the source\"u8.ToArray()|])); class Base(object key) { public object Key => key; }" + KeyType);

    [Fact]
    public Task What_a_tool_generated_is_not_looked_at() => Verify.Analyzer<HardCodedSessionSecret>(
        Members("[System.CodeDom.Compiler.GeneratedCode(\"tool\", \"1.0\")] object Key() => new SymmetricSecurityKey(\"a secret in the source\"u8.ToArray());"));

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
    public Task A_target_typed_creation_is_reported() => Verified(
        """
        private const string Secret = "a secret in the source";
        private readonly SymmetricSecurityKey _key = new([|System.Text.Encoding.UTF8.GetBytes(Secret)|]);
        """);

    [Fact]
    public Task A_target_typed_HMAC_is_reported() => Verified(
        """
        byte[] Sign(byte[] token)
        {
            using System.Security.Cryptography.HMACSHA512 hmac = new([|"a secret in the source"u8.ToArray()|]);
            return hmac.ComputeHash(token);
        }
        """);

    [Theory]
    [InlineData("HMACSHA256")]
    [InlineData("HMACSHA3_256")]
    [InlineData("HMACMD5")]
    public Task The_key_of_a_static_hash_is_reported(string algorithm) => Verified(
        $"byte[] Sign(byte[] token) => System.Security.Cryptography.{algorithm}.HashData([|\"a secret in the source\"u8|], token);");

    [Fact]
    public Task Bytes_in_the_source_are_a_secret() => Verified(
        """
        private static readonly byte[] Secret = { 0x4b, 0x1f, 0x9c, 0x02, 0x77, 0xd3, 0x58, 0xe6 };
        byte[] Sign(byte[] token) => System.Security.Cryptography.HMACSHA256.HashData([|Secret|], token);
        """);

    [Fact]
    public Task A_cipher_for_tokens_is_reported() => Verified(
        """
        byte[] EncryptToken(byte[] token)
        {
            using var cipher = new System.Security.Cryptography.AesGcm([|"a secret in the source, 32 bytes!"u8.ToArray()|], 16);
            return token;
        }
        """);

    [Fact]
    public Task The_key_of_an_own_encryptor_of_data_protection_keys_is_reported() => Verify.Analyzer<HardCodedSessionSecret>(
        """
        using System.Security.Cryptography;
        using System.Xml.Linq;
        using Microsoft.AspNetCore.DataProtection.XmlEncryption;

        public class ShopEncryptor : IXmlEncryptor
        {
            private static readonly byte[] Key = Convert.FromBase64String("c2VjcmV0c2VjcmV0c2VjcmV0c2VjcmV0");

            public EncryptedXmlInfo Encrypt(XElement plaintextElement)
            {
                using AesGcm cipher = new([|Key|], 16);
                return new EncryptedXmlInfo(plaintextElement, typeof(object));
            }
        }
        """);

    [Fact]
    public Task A_master_key_of_data_protection_is_reported() => Verified(
        "object Master() => new Microsoft.AspNetCore.DataProtection.Secret([|System.Text.Encoding.UTF8.GetBytes(\"a secret in the source\")|]);");

    [Fact]
    public Task The_password_of_the_certificate_that_protects_keys_is_reported() => Verify.Analyzer<HardCodedSessionSecret>(
        """
        using System.Security.Cryptography.X509Certificates;
        using Microsoft.AspNetCore.DataProtection;

        #pragma warning disable SYSLIB0057
        var builder = WebApplication.CreateBuilder(args);
        builder.Services.AddDataProtection().ProtectKeysWithCertificate(new X509Certificate2("keys.pfx", [|"a secret in the source"|]));
        """);

    [Fact]
    public Task A_password_that_equals_a_literal_is_reported() => Verified(
        """
        bool Check(string password) => [|password.Equals("1234")|];
        bool CheckStatic(string password) => [|string.Equals("1234", password, StringComparison.Ordinal)|];
        bool CheckIgnoringCase(string password) => [|password.Equals("1234", StringComparison.OrdinalIgnoreCase)|];
        bool CheckReversed(string password) => [|"1234".Equals(password)|];
        """);

    [Fact]
    public Task A_password_that_matches_a_literal_is_reported() => Verified(
        """
        bool Check(string password) => [|password is "1234"|];
        bool CheckNot(string? password) => [|password is not "1234"|];
        """);

    [Fact]
    public Task A_comparison_in_constant_time_is_reported() => Verified(
        """
        bool Check(string password) => [|System.Security.Cryptography.CryptographicOperations.FixedTimeEquals(
            System.Text.Encoding.UTF8.GetBytes(password), System.Text.Encoding.UTF8.GetBytes("1234"))|];
        """);

    [Fact]
    public Task A_password_that_equals_another_is_not_reported() => Verified(
        """
        bool Check(string password, string confirmPassword) => password.Equals(confirmPassword);
        bool CheckStored(string password, string stored) => string.Equals(stored, password);
        bool IsMissing(string? password) => password is null or "";
        """);

    [Theory]
    [InlineData("Secret")]
    [InlineData("SigningKey")]
    [InlineData("SigningBytes")]
    public Task A_target_typed_creation_is_looked_at_where_the_argument_names_a_key(string field) => Verified(
        $$"""
        private static readonly byte[] {{field}} = Convert.FromBase64String("c2VjcmV0c2VjcmV0");
        object Key() { SymmetricSecurityKey key = new([|{{field}}|]); return key; }
        object QualifiedKey() { SymmetricSecurityKey key = new([|Tokens.{{field}}|]); return key; }
        """);

    [Theory]
    [InlineData("\"a secret in the source, 32 bytes!\"u8")]
    [InlineData("new byte[] { 0x4b, 0x1f, 0x9c, 0x02, 0x77, 0xd3, 0x58, 0xe6 }")]
    [InlineData("new[] { (byte)0x4b, (byte)0x1f, (byte)0x9c, (byte)0x02, (byte)0x77, (byte)0xd3, (byte)0x58, (byte)0xe6 }")]
    [InlineData("[0x4b, 0x1f, 0x9c, 0x02, 0x77, 0xd3, 0x58, 0xe6]")]
    public Task A_target_typed_cipher_for_tokens_is_reported(string key) => Verified(
        $$"""
        object TokenCipher()
        {
            System.Security.Cryptography.AesGcm cipher = new([|{{key}}|], 16);
            return cipher;
        }
        """);

    [Theory]
    [InlineData("new byte[] { 0x4b, 0x1f, 0x9c }")]
    [InlineData("[0x4b, 0x1f, 0x9c]")]
    [InlineData("new byte[] { 0x4b, 0x1f, salt, 0x02, 0x77, 0xd3, 0x58, 0xe6 }")]
    [InlineData("[.. more, 0x4b, 0x1f, 0x9c, 0x02, 0x77, 0xd3, 0x58, 0xe6]")]
    [InlineData("[.. more]")]
    [InlineData("\"<set in production>\"u8.ToArray()")]
    public Task Bytes_that_are_few_or_not_all_known_are_no_secret(string key) => Verified($"object Key(byte salt, byte[] more) => new SymmetricSecurityKey({key});");

    [Fact]
    public Task A_secret_in_parentheses_or_not_null_is_reported() => Verified(
        """
        private const string Secret = "a secret in the source";
        object Key() => new SymmetricSecurityKey([|(System.Text.Encoding.UTF8.GetBytes(Secret!))|]);
        """);

    [Fact]
    public Task A_secret_that_comes_from_too_far_is_not_followed() => Verified(
        """
        object Key()
        {
            var first = "a secret in the source";
            var second = first;
            var third = second;
            var fourth = third;
            var fifth = fourth;
            var sixth = fifth;
            var seventh = sixth;
            return new SymmetricSecurityKey(System.Text.Encoding.UTF8.GetBytes(seventh));
        }
        """);

    [Theory]
    [InlineData("this.Secret = configuration[\"Jwt:Key\"]!;")]
    [InlineData("Secret = configuration[\"Jwt:Key\"]!;")]
    public Task A_field_that_the_constructor_reads_is_not_reported(string assignment) => Verified(
        $$"""
        private readonly string Secret = "only until it is read";
        public Tokens(IConfiguration configuration) { {{assignment}} }
        object Key() => new SymmetricSecurityKey(System.Text.Encoding.UTF8.GetBytes(Secret));
        """);

    [Fact]
    public Task A_member_of_another_object_with_the_same_name_does_not_count() => Verified(
        """
        private readonly string Secret = "a secret in the source";
        object Key(Options options)
        {
            options.Secret = "";
            return new SymmetricSecurityKey([|System.Text.Encoding.UTF8.GetBytes(Secret)|]);
        }

        public class Options { public string Secret { get; set; } = ""; }
        """);

    [Fact]
    public Task A_cipher_for_something_else_is_not_reported() => Verify.Analyzer<HardCodedSessionSecret>(
        """
        public class Pictures
        {
            public object Scrambler() => new System.Security.Cryptography.AesGcm("a picture's key, all of 32 bytes"u8.ToArray(), 16);
        }
        """);

    [Fact]
    public Task A_hash_without_a_key_is_not_reported() => Verified("byte[] Hash() => System.Security.Cryptography.SHA256.HashData(\"a text in the source\"u8);");

    [Fact]
    public Task The_secret_of_another_library_is_not_reported() => Verified(
        """
        object Client() => new Secret(System.Text.Encoding.UTF8.GetBytes("a client's secret"));
        class Secret(byte[] value) { public byte[] Value { get; } = value; }
        """);

    [Fact]
    public Task A_buffer_of_zeros_is_no_secret() => Verified("object Key() => new SymmetricSecurityKey(new byte[] { 0, 0, 0, 0, 0, 0, 0, 0 });");

    [Fact]
    public Task A_key_that_configuration_replaces_is_not_reported() => Verified(
        """
        object Key(IConfiguration configuration)
        {
            var secret = "only until it is read";
            secret = configuration["Jwt:Key"]!;
            return new SymmetricSecurityKey(System.Text.Encoding.UTF8.GetBytes(secret));
        }
        """);

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
