using SessionAnalyzers.Model;
using Xunit;

namespace SessionAnalyzers.Tests.Model;

public sealed class IdentityKeysTests
{
    [Theory]
    [InlineData("user")]
    [InlineData("uid")]
    [InlineData("usuario")]
    [InlineData("login")]
    [InlineData("loginid")]
    [InlineData("loggedin")]
    [InlineData("loggedinuser")]
    [InlineData("currentuser")]
    [InlineData("authenticated")]
    [InlineData("role")]
    [InlineData("roles")]
    [InlineData("isadmin")]
    [InlineData("admin")]
    [InlineData("principal")]
    [InlineData("identity")]
    [InlineData("jwt")]
    [InlineData("jwtoken")]
    [InlineData("accesstoken")]
    [InlineData("authtoken")]
    [InlineData("tipoperfil")]
    [InlineData("perfil")]
    [InlineData("taikhoan")]
    public void A_word_names_an_identity(string key) => Assert.True(Names(key));

    [Theory]
    [InlineData("userId")]
    [InlineData("usuarioId")]
    [InlineData("customerId")]
    [InlineData("clientId")]
    [InlineData("clienteId")]
    [InlineData("memberId")]
    [InlineData("accountId")]
    [InlineData("adminId")]
    [InlineData("employeeId")]
    [InlineData("staffId")]
    [InlineData("studentId")]
    [InlineData("teacherId")]
    [InlineData("doctorId")]
    [InlineData("patientId")]
    [InlineData("personId")]
    [InlineData("sellerId")]
    [InlineData("vendorId")]
    [InlineData("managerId")]
    [InlineData("khachhangId")]
    [InlineData("nhanvienId")]
    public void A_subject_is_somebody(string key) => Assert.True(Names(key));

    [Theory]
    [InlineData("UserId")]
    [InlineData("UserName")]
    [InlineData("UserEmail")]
    [InlineData("UserRole")]
    [InlineData("UserRoleid")]
    [InlineData("UserType")]
    [InlineData("UserCode")]
    [InlineData("UserNo")]
    [InlineData("UserGuid")]
    [InlineData("UserLoggedin")]
    [InlineData("UserAuthenticated")]
    public void An_attribute_is_of_somebody(string key) => Assert.True(Names(key));

    [Theory]
    [InlineData("_UserId")]
    [InlineData("user-id")]
    [InlineData("SessionUser")]
    [InlineData("UserSession")]
    [InlineData("UserKey")]
    [InlineData("KeyUser")]
    [InlineData("SessionKeyUser")]
    [InlineData("UserSessionKey")]
    [InlineData("UserKeySession")]
    [InlineData("IsUserLoggedIn")]
    [InlineData("IsAuthenticated")]
    [InlineData("IsAdminAuthenticated")]
    [InlineData("is_logged_in")]
    public void A_name_may_be_spelt_in_many_ways(string key) => Assert.True(Names(key));

    [Theory]
    [InlineData("")]
    [InlineData("session")]
    [InlineData("key")]
    [InlineData("theme")]
    [InlineData("cart")]
    [InlineData("UserTheme")]
    [InlineData("IdUser")]
    [InlineData("Issue")]
    [InlineData("IsUser")]
    [InlineData("name")]
    public void Any_other_name_does_not(string key) => Assert.False(Names(key));

    [Fact]
    public void A_key_that_is_not_known_names_nobody() => Assert.False(IdentityKeys.Contains(SessionKey.Unknown));

    private static bool Names(string key) => IdentityKeys.Contains(SessionKey.Constant(key));
}
