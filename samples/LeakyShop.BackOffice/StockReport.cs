namespace LeakyShop.BackOffice;

/// <summary>Answers /report for the warehouse that was last worked on.</summary>
public class StockReport(RequestDelegate next)
{
    private ISession? _session;

    public Task InvokeAsync(HttpContext context)
    {
        if (context.Request.Path == "/report")
        {
            return context.Response.WriteAsync($"Nothing is missing in {_session?.GetString("Warehouse")}.");
        }

        _session = context.Session;
        return next(context);
    }
}
