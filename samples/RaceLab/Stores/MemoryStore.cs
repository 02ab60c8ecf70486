namespace RaceLab.Stores;

/// <summary>This process's memory.</summary>
internal sealed class MemoryStore : LabStore
{
    public override string Name => "memory";

    public override string Cache => "the framework's distributed cache in memory";

    public override Task PrepareAsync() => Task.CompletedTask;
}
