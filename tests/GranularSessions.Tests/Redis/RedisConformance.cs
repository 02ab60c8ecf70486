using GranularSessions.Conformance;
using GranularSessions.Tests.Linearizability;

namespace GranularSessions.Tests.Redis;

public sealed class RedisContractConformance(RedisStoreFixture store) : ContractConformance(store), IClassFixture<RedisStoreFixture>;

public sealed class RedisCounterConformance(RedisStoreFixture store) : CounterConformance(store), IClassFixture<RedisStoreFixture>;

public sealed class RedisSetConformance(RedisStoreFixture store) : SetConformance(store), IClassFixture<RedisStoreFixture>;

public sealed class RedisMapConformance(RedisStoreFixture store) : MapConformance(store), IClassFixture<RedisStoreFixture>;

public sealed class RedisListConformance(RedisStoreFixture store) : ListConformance(store), IClassFixture<RedisStoreFixture>;

public sealed class RedisValueConformance(RedisStoreFixture store) : ValueConformance(store), IClassFixture<RedisStoreFixture>;

public sealed class RedisTokenConformance(RedisStoreFixture store) : TokenConformance(store), IClassFixture<RedisStoreFixture>;

public sealed class RedisEntryConformance(RedisStoreFixture store) : EntryConformance(store), IClassFixture<RedisStoreFixture>;

public sealed class RedisOperationConformance(RedisStoreFixture store) : OperationConformance(store), IClassFixture<RedisStoreFixture>;

public sealed class RedisExpiryConformance(RedisStoreFixture store) : ExpiryConformance(store), IClassFixture<RedisStoreFixture>;

public sealed class RedisLifecycleConformance(RedisStoreFixture store) : LifecycleConformance(store), IClassFixture<RedisStoreFixture>;

public sealed class RedisRegistryConformance(RedisStoreFixture store) : RegistryConformance(store), IClassFixture<RedisStoreFixture>;

public sealed class RedisBadInputConformance(RedisStoreFixture store) : BadInputConformance(store), IClassFixture<RedisStoreFixture>;

public sealed class RedisLinearizabilityConformance(RedisStoreFixture store) : LinearizabilityConformance(store), IClassFixture<RedisStoreFixture>
{
    protected override int HistoriesOfAKind => ManyHistories.OfAKind;
}
