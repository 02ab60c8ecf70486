using LeakyShop.Api;
using LeakyShop.Services;

var builder = WebApplication.CreateBuilder(args);

builder.Services.AddControllersWithViews();
builder.Services.AddRazorPages();

builder.Services.AddDistributedMemoryCache();
builder.Services.AddSession(options =>
{
    options.IdleTimeout = TimeSpan.FromDays(7);
    options.Cookie.HttpOnly = true;
    options.Cookie.IsEssential = true;
});

builder.Services.AddOutputCache();
builder.Services.AddCors(options => options.AddPolicy("Partners", policy => policy
    .SetIsOriginAllowed(_ => true)
    .AllowAnyHeader()
    .AllowCredentials()));

builder.Services.AddHttpContextAccessor();
builder.Services.AddScoped<LoyaltyService>();
builder.Services.AddSingleton<ProductCatalog>();
builder.Services.AddSingleton<CarrierClient>();
builder.Services.AddSingleton<CustomerAccounts>();
builder.Services.AddSingleton<PollResults>();
builder.Services.AddSingleton<ReviewBook>();
builder.Services.AddSingleton<OrderBook>();
builder.Services.AddSingleton<Outbox>();
builder.Services.AddSingleton<PartnerTokens>();

var app = builder.Build();

app.UseStaticFiles();
app.UseRouting();
app.UseCors("Partners");
app.UseSession();
app.UseOutputCache();

app.MapControllerRoute("default", "{controller=Home}/{action=Index}/{id?}");
app.MapRazorPages();
app.MapCart();
app.MapFavourites();
app.MapCustomer();
app.MapAddresses();
app.MapReceipts();
app.MapStock();
app.MapDelivery();
app.MapGifts();

app.Run();
