using GranularSessions.Storage;

namespace GranularSessions.Items.Stored;

internal sealed class StoredSet<T>(ItemRunner runner, string key, TimeSpan? lifetime) : SessionSet<T>
    where T : notnull
{
    public override string Key => key;

    public override Task<bool> AddAsync(T member, CancellationToken cancellationToken = default)
        => runner.IsAppliedAsync(new AddToSet(key, runner.Serializer.Serialize(member), lifetime), cancellationToken);

    public override Task<bool> RemoveAsync(T member, CancellationToken cancellationToken = default)
        => runner.IsAppliedAsync(new RemoveFromSet(key, runner.Serializer.Serialize(member)), cancellationToken);

    public override Task<bool> ContainsAsync(T member, CancellationToken cancellationToken = default)
        => runner.IsAppliedAsync(new FindInSet(key, runner.Serializer.Serialize(member)), cancellationToken);

    public override Task<int> CountAsync(CancellationToken cancellationToken = default)
        => runner.CountAsync(key, ItemKind.Set, cancellationToken);

    public override async Task<IReadOnlyList<T>> GetAllAsync(CancellationToken cancellationToken = default)
        => runner.Elements<T>(await runner.RunAsync(new ReadSet(key), cancellationToken).ConfigureAwait(false));

    public override Task<bool> ClearAsync(CancellationToken cancellationToken = default)
        => runner.RemoveAsync(key, ItemKind.Set, cancellationToken);
}
