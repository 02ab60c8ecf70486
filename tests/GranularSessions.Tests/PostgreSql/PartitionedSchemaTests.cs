using GranularSessions.Conformance;
using GranularSessions.Storage;

namespace GranularSessions.Tests.PostgreSql;

public sealed class PartitionedSchemaTests(PartitionedStoreFixture store) : IClassFixture<PartitionedStoreFixture>
{
    [Fact]
    public async Task Everything_of_a_session_is_in_the_partition_of_its_hash_in_each_table()
    {
        _ = store.Store;
        for (var n = 0; n < 20; n++)
        {
            var session = await StoreSession.CreateAsync(store);
            await session.RunAsync(new WriteEntries(clearFirst: false, new Dictionary<string, byte[]?> { ["entry"] = [1] }));
            await session.RunAsync(new AddToSet("set", [1], lifetime: null));
            await session.RunAsync(new InsertIntoList("list", [1], ListEnd.Last, 10, DuplicateHandling.Keep, lifetime: null));
            await session.RunAsync(StoreSession.Increment("counter", new SessionOperation(SessionOperationId.Create(), StoreSession.NewHash(), keepsPayload: false)));
        }

        string[] tables = ["session", "entry", "item", "element", "list_element", "operation"];
        var rows = string.Join(" UNION ALL ", tables.Select(table => $"SELECT selector, '{table}' AS parent, tableoid::regclass::text AS part FROM {store.Schema}.{table}"));
        await using var command = store.DataSource.CreateCommand($"SELECT selector, parent, part FROM ({rows}) AS rows");
        await using var reader = await command.ExecuteReaderAsync(TestContext.Current.CancellationToken);
        var found = new List<(string Selector, string Table, string Partition)>();
        while (await reader.ReadAsync(TestContext.Current.CancellationToken))
        {
            var (table, partition) = (reader.GetString(1), reader.GetString(2));
            Assert.StartsWith($"{store.Schema}.{table}_", partition, StringComparison.Ordinal);
            found.Add((reader.GetString(0), table, partition[(partition.LastIndexOf('_') + 1)..]));
        }

        Assert.All(tables, table => Assert.Contains(found, row => row.Table == table));
        Assert.All(found.GroupBy(row => row.Selector), session => Assert.Single(session.Select(row => row.Partition).Distinct()));
        Assert.Equal(["0", "1", "2", "3"], found.Select(row => row.Partition).Distinct().Order());
    }
}
