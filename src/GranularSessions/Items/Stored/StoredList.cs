using GranularSessions.Storage;

namespace GranularSessions.Items.Stored;

internal sealed class StoredList<T>(ItemRunner runner, string key, TimeSpan? lifetime) : SessionList<T>
    where T : notnull
{
    public override string Key => key;

    public override Task<int> AppendAsync(T element, int maxLength = int.MaxValue, CancellationToken cancellationToken = default)
        => InsertAsync(element, ListEnd.Last, maxLength, DuplicateHandling.Keep, cancellationToken);

    public override Task<int> PrependAsync(T element, int maxLength = int.MaxValue, CancellationToken cancellationToken = default)
        => InsertAsync(element, ListEnd.First, maxLength, DuplicateHandling.Keep, cancellationToken);

    public override Task<int> MoveToFrontAsync(T element, int maxLength = int.MaxValue, CancellationToken cancellationToken = default)
        => InsertAsync(element, ListEnd.First, maxLength, DuplicateHandling.Replace, cancellationToken);

    public override Task<bool> AppendIfAbsentAsync(T element, CancellationToken cancellationToken = default)
        => runner.IsAppliedAsync(Insertion(element, ListEnd.Last, int.MaxValue, DuplicateHandling.Refuse), cancellationToken);

    public override Task<bool> RemoveAsync(T element, CancellationToken cancellationToken = default)
        => runner.IsAppliedAsync(new RemoveFromList(key, runner.Serializer.Serialize(element)), cancellationToken);

    public override async Task<IReadOnlyList<T>> GetAllAsync(CancellationToken cancellationToken = default)
        => runner.Elements<T>(await runner.RunAsync(new ReadList(key), cancellationToken).ConfigureAwait(false));

    public override Task<int> CountAsync(CancellationToken cancellationToken = default)
        => runner.CountAsync(key, ItemKind.List, cancellationToken);

    public override Task<bool> ClearAsync(CancellationToken cancellationToken = default)
        => runner.RemoveAsync(key, ItemKind.List, cancellationToken);

    private async Task<int> InsertAsync(
        T element, ListEnd end, int maxLength, DuplicateHandling duplicates, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(maxLength, 1);
        return (int)(await runner.RunAsync(Insertion(element, end, maxLength, duplicates), cancellationToken).ConfigureAwait(false)).Number;
    }

    private InsertIntoList Insertion(T element, ListEnd end, int maxLength, DuplicateHandling duplicates)
        => new(key, runner.Serializer.Serialize(element), end, maxLength, duplicates, lifetime);
}
