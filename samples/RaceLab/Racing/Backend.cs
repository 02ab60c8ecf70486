namespace RaceLab.Racing;

/// <summary>What handlers wait for besides their session: a warehouse, a catalogue, a database.</summary>
public abstract class Backend
{
    public Task CheckStockAsync(string article, CancellationToken cancellationToken) => AnswerAsync(RaceAction.AddToCart, article, cancellationToken);

    public Task FindOffersAsync(CancellationToken cancellationToken) => AnswerAsync(RaceAction.CountVisit, article: null, cancellationToken);

    public Task PlaceOrderAsync(CancellationToken cancellationToken) => AnswerAsync(RaceAction.SubmitOrder, article: null, cancellationToken);

    public Task RecordVoteAsync(CancellationToken cancellationToken) => AnswerAsync(RaceAction.Vote, article: null, cancellationToken);

    /// <summary>Takes as long as many other requests do.</summary>
    public Task WriteReportAsync(CancellationToken cancellationToken) => AnswerAsync(RaceAction.WriteReport, article: null, cancellationToken);

    /// <summary>Ends when the backend has answered.</summary>
    /// <param name="action">What it was asked for.</param>
    /// <param name="article">What the question was about; null: nothing in particular.</param>
    /// <param name="cancellationToken">Cancels the waiting.</param>
    protected abstract Task AnswerAsync(RaceAction action, string? article, CancellationToken cancellationToken);
}
