using System.Globalization;
using System.Net;
using System.Text.RegularExpressions;

namespace SessionAnalyzers.Proofs.EndToEnd;

/// <summary>One race for every key of LeakyShop that loses something.</summary>
internal static partial class Races
{
    private const int Products = 8;

    public static IReadOnlyList<Race> All { get; } =
    [
        new("visits are counted", "Visits", Leaky: 1, Exact: 64)
        {
            Request = (visitor, _, _) => visitor.GetAsync("/"),
            Measure = async visitor => (await visitor.JsonAsync("/Home/Visits")).GetProperty("visits").GetInt32(),
        },
        new("loyalty points are collected", "LoyaltyPoints", Leaky: 10, Exact: 640)
        {
            Request = (visitor, _, _) => visitor.PostAsync("/Home/CheckIn"),
            Measure = async visitor => (await visitor.JsonAsync("/Home/Points")).GetProperty("points").GetInt32(),
        },
        new("one product is added to the cart", "Cart", Leaky: 1, Exact: 64)
        {
            Request = (visitor, _, _) => visitor.PostAsync("/Cart/Add", ("id", "1")),
            Measure = ItemsInCartAsync,
        },
        new("different products are added to the cart by the API", "Cart", Leaky: 1, Exact: 64)
        {
            Request = (visitor, _, client) => visitor.PostAsync($"/api/cart/{client % Products + 1}"),
            Measure = ItemsInCartAsync,
        },
        new("favourites are marked", "Favourites", Leaky: 1, Exact: 64)
        {
            Request = (visitor, _, client) => visitor.PostAsync($"/api/favourites/{client}"),
            Measure = async visitor => (await visitor.JsonAsync("/api/favourites")).GetArrayLength(),
        },
        new("products are wished for", "Wishlist", Leaky: 1, Exact: Products)
        {
            Request = (visitor, _, client) => visitor.PostAsync("/Wishlist/Add", ("id", $"{client % Products + 1}")),
            Measure = async visitor => ListItem().Count(await visitor.HtmlAsync("/Wishlist")),
        },
        new("products are viewed", "RecentlyViewed", Leaky: 1, Exact: 5)
        {
            Request = (visitor, _, client) => visitor.GetAsync($"/Products/Details/{client % Products + 1}"),
            Measure = async visitor => (await visitor.JsonAsync("/Products/RecentlyViewed")).GetArrayLength(),
        },
        new("a visitor votes once", "Voted", Leaky: 64, Exact: 1)
        {
            Request = (visitor, _, _) => visitor.PostAsync("/Poll/Vote", ("option", "Milk first")),
            Measure = async visitor => (await visitor.JsonAsync("/Poll/Votes")).GetProperty("Milk first").GetInt32(),
        },
        new("a visitor reviews a product once", "Reviewed_{id}", Leaky: 64, Exact: 1)
        {
            Request = (visitor, _, _) => visitor.PostAsync("/Products/Review/2", ("stars", "5"), ("text", "Does not drip")),
            Measure = async visitor => Review().Count(await visitor.HtmlAsync("/Products/Details/2")),
        },
        new("a coupon is redeemed once", "CouponToken", Leaky: 64, Exact: 1)
        {
            Prepare = async visitor => CouponToken().Match(await visitor.HtmlAsync("/Offers")).Groups["token"].Value,
            Request = (visitor, token, _) => visitor.PostAsync("/Offers/Redeem", ("token", token)),
            Succeeded = response => response.StatusCode == HttpStatusCode.OK,
        },
        new("five passwords may be tried", "LoginAttempts", Leaky: 64, Exact: 5)
        {
            Request = (visitor, _, client) => visitor.PostAsync("/Account/Login", ("name", "betty"), ("password", $"guess {client}")),
            Succeeded = response => response.StatusCode == HttpStatusCode.OK,
        },
        new("samples are ordered inside a lock", "Samples", Leaky: 1, Exact: 64)
        {
            Request = (visitor, _, client) => visitor.PostAsync("/Samples/Send", ("id", $"{client}")),
            Measure = async visitor => Number(Samples(), await visitor.HtmlAsync("/Samples")),
        },
        new("quotes are asked for, across an await", "QuoteRequests", Leaky: 1, Exact: 64)
        {
            Request = (visitor, _, _) => visitor.PostAsync("/Cart/Quote", ("postcode", "1010")),
            Measure = async visitor => (await visitor.JsonAsync("/Cart/QuoteRequests")).GetProperty("quoteRequests").GetInt32(),
        },
        new("searches are remembered, across an await", "SearchHistory", Leaky: 1, Exact: 64)
        {
            Request = (visitor, _, client) => visitor.GetAsync($"/Search?term=tea{client}"),
            Measure = async visitor => SearchTerm().Count(await visitor.HtmlAsync("/Search")),
        },
        new("address and delivery are entered in two tabs", "Checkout", Leaky: 1, Exact: 2)
        {
            Prepare = visitor => visitor.AntiforgeryTokenAsync("/Checkout/Address"),
            Request = (visitor, token, client) => client % 2 == 0
                ? visitor.PostPageAsync("/Checkout/Address", token, ("Name", "Betty Brown"), ("Street", "Kiln Lane 1"), ("City", "Stoke"))
                : visitor.PostPageAsync("/Checkout/Delivery", token, ("Delivery", "Express")),
            Measure = async visitor => CheckoutDetail().Count(await visitor.HtmlAsync("/Checkout/Confirm")),
        },
        new("products are compared", "Compared", Leaky: 1, Exact: Products)
        {
            Prepare = visitor => visitor.AntiforgeryTokenAsync("/Compare"),
            Request = (visitor, token, client) => visitor.PostPageAsync($"/Compare?id={client % Products + 1}", token),
            Measure = async visitor => Number(Compared(), await visitor.HtmlAsync("/Compare")),
        },
    ];

    public static Race Named(string name) => All.Single(race => race.Name == name);

    [GeneratedRegex("name=\"token\" value=\"(?<token>[0-9a-f]{32})\"")]
    public static partial Regex CouponToken();

    private static async Task<int> ItemsInCartAsync(Visitor visitor) =>
        (await visitor.JsonAsync("/api/cart")).GetProperty("lines").EnumerateArray().Sum(line => line.GetProperty("quantity").GetInt32());

    private static int Number(Regex regex, string html) => int.Parse(regex.Match(html).Groups["number"].Value, CultureInfo.InvariantCulture);

    [GeneratedRegex("<li>[^<]+<form")]
    private static partial Regex ListItem();

    [GeneratedRegex("5 of 5: Does not drip")]
    private static partial Regex Review();

    [GeneratedRegex("id=\"samples\">(?<number>\\d+)<")]
    private static partial Regex Samples();

    [GeneratedRegex("id=\"compared\">(?<number>\\d+)<")]
    private static partial Regex Compared();

    [GeneratedRegex("<li>tea\\d+</li>")]
    private static partial Regex SearchTerm();

    [GeneratedRegex("Betty Brown|Delivery: Express")]
    private static partial Regex CheckoutDetail();
}
