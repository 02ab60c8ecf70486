namespace RaceLab.Strategies;

/// <summary>One way to keep a visitor's state. Requests of one visitor call it at the same time.</summary>
public abstract class RaceStrategy
{
    /// <summary>Puts its session, if it has one, into the pipeline of its own routes.</summary>
    public abstract void UseSession(IApplicationBuilder app);

    /// <summary>Begins a visit.</summary>
    /// <returns>The token that the visitor's order form carries.</returns>
    public abstract Task<string> BeginAsync(HttpContext context);

    public abstract Task AddToCartAsync(HttpContext context, string article);

    /// <summary>Counts a visit.</summary>
    /// <returns>The count that this request arrived at.</returns>
    public abstract Task<long> CountVisitAsync(HttpContext context);

    /// <summary>Orders, once with a token.</summary>
    /// <returns>Whether the order was placed.</returns>
    public abstract Task<bool> SubmitOrderAsync(HttpContext context, string token);

    /// <summary>Votes, once a visitor.</summary>
    /// <returns>Whether the vote was cast.</returns>
    public abstract Task<bool> VoteAsync(HttpContext context);

    /// <summary>Reads something, takes long, and notes that the report is ready.</summary>
    public abstract Task WriteReportAsync(HttpContext context);

    /// <summary>Reads what is kept now.</summary>
    public abstract Task<StoredState> ReadAsync(HttpContext context);
}
