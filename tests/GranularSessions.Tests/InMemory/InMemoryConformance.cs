using GranularSessions.Tests.Conformance;

namespace GranularSessions.Tests.InMemory;

public sealed class InMemoryCounterConformance(InMemoryStoreFixture store) : CounterConformance<InMemoryStoreFixture>(store);

public sealed class InMemorySetConformance(InMemoryStoreFixture store) : SetConformance<InMemoryStoreFixture>(store);

public sealed class InMemoryMapConformance(InMemoryStoreFixture store) : MapConformance<InMemoryStoreFixture>(store);

public sealed class InMemoryListConformance(InMemoryStoreFixture store) : ListConformance<InMemoryStoreFixture>(store);

public sealed class InMemoryValueConformance(InMemoryStoreFixture store) : ValueConformance<InMemoryStoreFixture>(store);

public sealed class InMemoryTokenConformance(InMemoryStoreFixture store) : TokenConformance<InMemoryStoreFixture>(store);

public sealed class InMemoryEntryConformance(InMemoryStoreFixture store) : EntryConformance<InMemoryStoreFixture>(store);

public sealed class InMemoryExpiryConformance(InMemoryStoreFixture store) : ExpiryConformance<InMemoryStoreFixture>(store);

public sealed class InMemoryLifecycleConformance(InMemoryStoreFixture store) : LifecycleConformance<InMemoryStoreFixture>(store);

public sealed class InMemoryRegistryConformance(InMemoryStoreFixture store) : RegistryConformance<InMemoryStoreFixture>(store);

public sealed class InMemoryBadInputConformance(InMemoryStoreFixture store) : BadInputConformance<InMemoryStoreFixture>(store);
