using GranularSessions.Storage;

namespace GranularSessions.Tests.Unit;

public sealed class CommandHashTests
{
    /// <summary>Commands of which no two ask for the same.</summary>
    private static readonly ItemCommand[] Different =
    [
        new AddToCounter("a", 1, 0, 9, null), new AddToCounter("b", 1, 0, 9, null), new AddToCounter("a", 2, 0, 9, null),
        new AddToCounter("a", 1, 1, 9, null), new AddToCounter("a", 1, 0, 8, null), new AddToCounter("a", 1, 0, 9, TimeSpan.FromMinutes(1)),
        new ExchangeCounter("a", 1, null), new ExchangeCounter("a", 2, null),
        new RemoveItem("a", ItemKind.Counter), new RemoveItem("a", ItemKind.Set),
        new AddToSet("a", [1], null), new AddToSet("a", [1, 0], null), new RemoveFromSet("a", [1]),
        new WriteField("a", "bc", [1], WriteCondition.None, null), new WriteField("ab", "c", [1], WriteCondition.None, null),
        new WriteField("a", "bc", [2], WriteCondition.None, null), new WriteField("a", "bc", [1], WriteCondition.IfAbsent, null),
        new WriteField("a", "bc", [1], WriteCondition.IfVersion(1), null), new RemoveField("a", "bc"), new RemoveField("a", "b"),
        new AddToField("a", "bc", 1, 0, 9, null), new AddToField("a", "b", 1, 0, 9, null), new AddToField("a", "bc", 2, 0, 9, null),
        new AddToField("a", "bc", 1, 1, 9, null), new AddToField("a", "bc", 1, 0, 8, null),
        new InsertIntoList("a", [1], ListEnd.Last, 9, DuplicateHandling.Keep, null), new InsertIntoList("a", [2], ListEnd.Last, 9, DuplicateHandling.Keep, null),
        new InsertIntoList("a", [1], ListEnd.First, 9, DuplicateHandling.Keep, null), new InsertIntoList("a", [1], ListEnd.Last, 8, DuplicateHandling.Keep, null),
        new InsertIntoList("a", [1], ListEnd.Last, 9, DuplicateHandling.Refuse, null), new RemoveFromList("a", [1]), new RemoveFromList("a", [2]),
        new WriteValue("a", [1], WriteCondition.None, null), new WriteValue("a", [2], WriteCondition.None, null),
        new WriteValue("a", [1], WriteCondition.IfAbsent, null), new WriteValue("a", [1], WriteCondition.IfVersion(1), null),
        new TakeValue("a", null), new TakeValue("a", []), new TakeValue("a", [1]),
        new ConsumeToken("a", new byte[32]), new ConsumeToken("b", new byte[32]),
    ];

    [Fact]
    public void Different_commands_have_different_hashes()
        => Assert.Equal(Different.Length, Different.Select(command => Convert.ToHexString(CommandHash.Of(command))).Distinct().Count());

    [Fact]
    public void The_same_command_made_again_has_the_same_hash()
        => Assert.Equal(
            CommandHash.Of(new WriteField("a", "b", [1, 2], WriteCondition.IfAbsent, TimeSpan.FromMinutes(1))),
            CommandHash.Of(new WriteField("a", "b", [1, 2], WriteCondition.IfAbsent, TimeSpan.FromMinutes(1))));

    [Fact]
    public void Every_command_that_changes_an_item_but_issuing_tokens_has_a_hash()
    {
        var hashed = Different.Select(command => command.GetType()).ToHashSet();
        var items = typeof(ItemCommand).Assembly.GetTypes().Where(type => type.IsSubclassOf(typeof(ItemCommand))).ToArray();
        Type[] without = [typeof(IssueToken), .. items.Where(type => type.Name.StartsWith("Read", StringComparison.Ordinal)), typeof(CountItem), typeof(FindInSet)];

        Assert.Empty(items.Except(hashed).Except(without));
        Assert.Throws<NotSupportedException>(() => CommandHash.Of(new IssueToken("a", new byte[32], TimeSpan.FromMinutes(1), 1)));
    }

    [Fact]
    public void An_update_is_told_by_its_item_and_field()
    {
        string[] hashes =
        [
            Convert.ToHexString(CommandHash.OfUpdate("a", null)), Convert.ToHexString(CommandHash.OfUpdate("b", null)),
            Convert.ToHexString(CommandHash.OfUpdate("a", "")), Convert.ToHexString(CommandHash.OfUpdate("a", "b")), Convert.ToHexString(CommandHash.OfUpdate("ab", "")),
        ];

        Assert.Equal(hashes.Length, hashes.Distinct().Count());
    }
}
