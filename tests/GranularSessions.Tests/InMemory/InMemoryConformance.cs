using GranularSessions.Conformance;

namespace GranularSessions.Tests.InMemory;

public sealed class InMemoryContractConformance(InMemoryStoreFixture store) : ContractConformance(store), IClassFixture<InMemoryStoreFixture>;

public sealed class InMemoryCounterConformance(InMemoryStoreFixture store) : CounterConformance(store), IClassFixture<InMemoryStoreFixture>;

public sealed class InMemorySetConformance(InMemoryStoreFixture store) : SetConformance(store), IClassFixture<InMemoryStoreFixture>;

public sealed class InMemoryMapConformance(InMemoryStoreFixture store) : MapConformance(store), IClassFixture<InMemoryStoreFixture>;

public sealed class InMemoryListConformance(InMemoryStoreFixture store) : ListConformance(store), IClassFixture<InMemoryStoreFixture>;

public sealed class InMemoryValueConformance(InMemoryStoreFixture store) : ValueConformance(store), IClassFixture<InMemoryStoreFixture>;

public sealed class InMemoryTokenConformance(InMemoryStoreFixture store) : TokenConformance(store), IClassFixture<InMemoryStoreFixture>;

public sealed class InMemoryEntryConformance(InMemoryStoreFixture store) : EntryConformance(store), IClassFixture<InMemoryStoreFixture>;

public sealed class InMemoryOperationConformance(InMemoryStoreFixture store) : OperationConformance(store), IClassFixture<InMemoryStoreFixture>;

public sealed class InMemoryExpiryConformance(InMemoryStoreFixture store) : ExpiryConformance(store), IClassFixture<InMemoryStoreFixture>;

public sealed class InMemoryLifecycleConformance(InMemoryStoreFixture store) : LifecycleConformance(store), IClassFixture<InMemoryStoreFixture>;

public sealed class InMemoryRegistryConformance(InMemoryStoreFixture store) : RegistryConformance(store), IClassFixture<InMemoryStoreFixture>;

public sealed class InMemoryBadInputConformance(InMemoryStoreFixture store) : BadInputConformance(store), IClassFixture<InMemoryStoreFixture>;

public sealed class InMemoryLinearizabilityConformance(InMemoryStoreFixture store) : LinearizabilityConformance(store), IClassFixture<InMemoryStoreFixture>
{
    protected override int HistoriesOfAKind => 2_000;
}
