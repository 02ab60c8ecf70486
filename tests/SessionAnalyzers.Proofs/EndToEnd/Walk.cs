using System.Globalization;

namespace SessionAnalyzers.Proofs.EndToEnd;

/// <summary>One visitor alone, through every endpoint of the shop, refusals included.</summary>
internal static class Walk
{
    /// <summary>What the shop answered, request by request; values that are new in every session are masked.</summary>
    public static async Task<IReadOnlyList<string>> RecordAsync(Visitor visitor)
    {
        var answers = new List<string>();

        await Get("/");
        await Get("/");
        await Get("/Home/Visits");
        await Get("/Home/Points");
        await Post("/Home/CheckIn");
        await Post("/Home/CheckIn");
        await Get("/Home/Points");
        await Post("/Home/DismissBanner");
        await Get("/");

        for (var product = 1; product <= 7; product++)
        {
            await Get($"/Products/Details/{product}");
        }

        await Get("/Products/Details/3");
        await Get("/Products/Details/99");
        await Get("/Products/RecentlyViewed");
        await Post("/Products/Review/1", ("stars", "4"), ("text", "Drips"));
        await Post("/Products/Review/1", ("stars", "5"), ("text", "A second opinion"));
        await Post("/Products/Review/3", ("stars", "3"), ("text", "Heavy"));
        await Get("/Products/Details/1");

        await Get("/Cart");
        await Post("/Cart/Add", ("id", "1"));
        await Post("/Cart/Add", ("id", "1"), ("quantity", "3"));
        await Post("/Cart/Add", ("id", "2"));
        await Post("/Cart/Add", ("id", "99"));
        await Post("/Cart/ChangeQuantity", ("id", "1"), ("quantity", "2"));
        await Post("/Cart/ChangeQuantity", ("id", "7"), ("quantity", "2"));
        await Get("/Cart");
        await Post("/Cart/Remove", ("id", "2"));
        await Post("/Cart/Remove", ("id", "2"));
        await Get("/api/cart");
        await Post("/Cart/Clear");
        await Get("/api/cart");
        await Post("/api/cart/4");
        await Post("/api/cart/4");
        await Post("/api/cart/99");
        await Get("/api/cart");
        await Post("/Cart/Quote", ("postcode", "1010"));
        await Post("/Cart/Quote", ("postcode", "9999"));
        await Get("/Cart/QuoteRequests");

        await Post("/api/addresses/first?street=Kiln%20Lane%201");
        await Post("/api/addresses?street=Potteries%20Way%202");
        await Post("/api/receipts?email=betty%40example.com");
        await Post("/api/receipts/1001");
        await Post("/api/delivery?postcode=1010");
        await Get("/api/stock/1/wait?milliseconds=0");
        await Get("/api/stock/99/wait?milliseconds=10");
        await Get("/api/stock/export");

        await Get("/api/gifts");

        // What is chosen reads as nothing before the fix.
        await Post("/api/gifts/3");
        await Post("/api/gifts/card?name=Betty");
        await Get("/api/gifts/card");

        await Get("/api/favourites");
        await Post("/api/favourites/5");
        await Post("/api/favourites/6");
        await Post("/api/favourites/5");
        await Delete("/api/favourites/5");
        await Delete("/api/favourites/7");
        await Get("/api/favourites");

        await Get("/Wishlist");
        await Post("/Wishlist/Add", ("id", "3"));
        await Post("/Wishlist/Add", ("id", "3"));
        await Post("/Wishlist/Add", ("id", "4"));
        await Post("/Wishlist/Remove", ("id", "3"));
        await Get("/Wishlist");

        await Get("/Poll");
        await Post("/Poll/Vote", ("option", "Coffee"));
        await Post("/Poll/Vote", ("option", "Tea first"));
        await Post("/Poll/Vote", ("option", "Milk first"));
        await Get("/Poll");
        await Get("/Poll/Votes");

        await Post("/Offers/Redeem", ("token", "guessed"));
        var coupon = Races.CouponToken().Match(await visitor.HtmlAsync("/Offers")).Groups["token"].Value;
        await Post("/Offers/Redeem", ("token", "guessed"));
        await Post("/Offers/Redeem", ("token", coupon));
        await Post("/Offers/Redeem", ("token", coupon));
        await Get("/Offers");
        await Get("/Home/Points");

        await Get("/Samples");
        await Post("/Samples/Send", ("id", "7"));
        await Post("/Samples/Send", ("id", "7"));
        await Get("/Samples");

        await Get("/Search");
        await Get("/Search?term=tea");
        await Get("/Search?term=kettle");
        await Get("/Search");

        await Get("/Compare");
        await PostPage("/Compare", "/Compare?id=2");
        await PostPage("/Compare", "/Compare?id=2");
        await Get("/Compare");

        await PostPage("/Checkout/Confirm", "/Checkout/Confirm");
        await Get("/Checkout/Address");
        await PostPage("/Checkout/Address", "/Checkout/Address", ("Name", ""), ("Street", ""), ("City", ""));
        await PostPage("/Checkout/Address", "/Checkout/Address", ("Name", "Betty"), ("Street", "Kiln Lane 1"), ("City", "Stoke"));
        await Get("/Checkout/Address");
        await Get("/Checkout/Delivery");
        await PostPage("/Checkout/Delivery", "/Checkout/Delivery", ("Delivery", "Express"));
        await Get("/Checkout/Confirm");
        await PostPage("/Checkout/Confirm", "/Checkout/Confirm");
        await Get("/Checkout/Done/1001");
        await Get("/Checkout/Done/1");
        await Get("/api/cart");

        await Get("/Partner/Enter/teablog");
        await Get("/Currency/Choose/EUR");
        await Get("/");

        await Get("/Account/Profile");
        await Get("/Account/Login");
        await Post("/Account/Login", ("name", "betty"), ("password", "wrong"));
        await Post("/Account/Login", ("name", "betty"), ("password", "brown"));
        await Get("/");
        await Get("/Account/Profile");
        await Get("/api/customer");
        for (var attempt = 1; attempt <= 7; attempt++)
        {
            await Post("/Account/Login", ("name", "betty"), ("password", attempt.ToString(CultureInfo.InvariantCulture)));
        }

        // The last: what is left of the session after it is what a fix changes.
        await Post("/Account/Logout");

        return answers;

        async Task Get(string path) => await Record($"GET {path}", await visitor.GetAsync(path));

        async Task Delete(string path) => await Record($"DELETE {path}", await visitor.DeleteAsync(path));

        async Task Post(string path, params (string Name, string Value)[] form) =>
            await Record($"POST {path} {string.Join('&', form.Where(field => field.Name != "token"))}", await visitor.PostAsync(path, form));

        async Task PostPage(string page, string path, params (string Name, string Value)[] form) =>
            await Record(
                $"POST {path} {string.Join('&', form)}",
                await visitor.PostPageAsync(path, await visitor.AntiforgeryTokenAsync(page), form));

        async Task Record(string request, HttpResponseMessage response)
        {
            var body = await response.Content.ReadAsStringAsync();
            body = Visitor.AntiforgeryToken().Replace(body, "(antiforgery)");
            body = Races.CouponToken().Replace(body, "(coupon)");
            answers.Add($"{request}\n{(int)response.StatusCode} {response.Headers.Location} {response.Content.Headers.ContentType}\n{body}");
            response.Dispose();
        }
    }
}
