using System.Security.Cryptography;
using System.Text;

namespace LeakyShop.Services;

public class PartnerTokens
{
    private const string Key = "commission-for-partners-2019";

    public string Issue(string partner)
    {
        var signature = HMACSHA256.HashData(Encoding.UTF8.GetBytes(Key), Encoding.UTF8.GetBytes(partner));
        return partner + "." + Convert.ToHexString(signature);
    }
}
