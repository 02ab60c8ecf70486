using System.Text;

namespace SessionAnalyzers.Model;

/// <summary>Which session keys hold who a user is or what a user may do, judged by their names as apps choose them.</summary>
internal static class IdentityKeys
{
    private static readonly HashSet<string> Words = new(StringComparer.OrdinalIgnoreCase)
    {
        "user", "uid", "usuario", "login", "loginid", "loggedin", "loggedinuser", "currentuser", "authenticated",
        "role", "roles", "isadmin", "admin", "principal", "identity", "jwt", "jwtoken", "accesstoken", "authtoken", "tipoperfil", "perfil", "taikhoan",
    };

    private static readonly string[] Subjects =
    [
        "user", "usuario", "customer", "client", "cliente", "member", "account", "admin", "employee", "staff", "student", "teacher", "doctor", "patient", "person", "seller", "vendor", "manager", "khachhang", "nhanvien",
    ];

    private static readonly string[] Attributes = ["id", "name", "email", "role", "roleid", "type", "code", "no", "guid", "loggedin", "authenticated"];

    /// <summary>Whether a key's text names an identity or a privilege.</summary>
    public static bool Contains(SessionKey key) => key.IsKnown && Contains(key.ToString());

    private static bool Contains(string key)
    {
        var letters = new StringBuilder(key.Length);
        foreach (var c in key)
        {
            if (char.IsLetter(c))
            {
                letters.Append(char.ToLowerInvariant(c));
            }
        }

        var name = letters.ToString();
        foreach (var affix in new[] { "session", "sessionkey", "key" })
        {
            name = Trim(name, affix);
        }

        if (name.EndsWith("loggedin", StringComparison.Ordinal) || name.EndsWith("authenticated", StringComparison.Ordinal))
        {
            name = name.StartsWith("is", StringComparison.Ordinal) ? name.Substring("is".Length) : name;
        }

        return Words.Contains(name)
            || Subjects.Any(subject => name.StartsWith(subject, StringComparison.Ordinal) && Attributes.Contains(name.Substring(subject.Length)));
    }

    private static string Trim(string name, string affix)
        => name.StartsWith(affix, StringComparison.Ordinal) ? name.Substring(affix.Length)
            : name.EndsWith(affix, StringComparison.Ordinal) ? name.Substring(0, name.Length - affix.Length)
            : name;
}
