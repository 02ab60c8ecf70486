using LeakyShop.Api;
using LeakyShop.Services;

var builder = WebApplication.CreateBuilder(args);

builder.Services.AddControllersWithViews();
builder.Services.AddRazorPages();

builder.Services.AddDistributedMemoryCache();
builder.Services.AddSession(options =>
{
    options.IdleTimeout = TimeSpan.FromMinutes(30);
    options.Cookie.HttpOnly = true;
    options.Cookie.IsEssential = true;
});

builder.Services.AddHttpContextAccessor();
builder.Services.AddScoped<LoyaltyService>();
builder.Services.AddSingleton<ProductCatalog>();
builder.Services.AddSingleton<CarrierClient>();
builder.Services.AddSingleton<CustomerAccounts>();
builder.Services.AddSingleton<PollResults>();
builder.Services.AddSingleton<ReviewBook>();
builder.Services.AddSingleton<OrderBook>();

var app = builder.Build();

app.UseStaticFiles();
app.UseRouting();
app.UseSession();

app.MapControllerRoute("default", "{controller=Home}/{action=Index}/{id?}");
app.MapRazorPages();
app.MapCart();
app.MapFavourites();

app.Run();
