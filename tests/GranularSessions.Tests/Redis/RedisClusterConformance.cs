using GranularSessions.Conformance;

namespace GranularSessions.Tests.Redis;

public sealed class RedisClusterContractConformance(RedisClusterFixture store) : ContractConformance(store), IClassFixture<RedisClusterFixture>;

public sealed class RedisClusterCounterConformance(RedisClusterFixture store) : CounterConformance(store), IClassFixture<RedisClusterFixture>;

public sealed class RedisClusterSetConformance(RedisClusterFixture store) : SetConformance(store), IClassFixture<RedisClusterFixture>;

public sealed class RedisClusterMapConformance(RedisClusterFixture store) : MapConformance(store), IClassFixture<RedisClusterFixture>;

public sealed class RedisClusterListConformance(RedisClusterFixture store) : ListConformance(store), IClassFixture<RedisClusterFixture>;

public sealed class RedisClusterValueConformance(RedisClusterFixture store) : ValueConformance(store), IClassFixture<RedisClusterFixture>;

public sealed class RedisClusterTokenConformance(RedisClusterFixture store) : TokenConformance(store), IClassFixture<RedisClusterFixture>;

public sealed class RedisClusterEntryConformance(RedisClusterFixture store) : EntryConformance(store), IClassFixture<RedisClusterFixture>;

public sealed class RedisClusterOperationConformance(RedisClusterFixture store) : OperationConformance(store), IClassFixture<RedisClusterFixture>;

public sealed class RedisClusterExpiryConformance(RedisClusterFixture store) : ExpiryConformance(store), IClassFixture<RedisClusterFixture>;

public sealed class RedisClusterLifecycleConformance(RedisClusterFixture store) : LifecycleConformance(store), IClassFixture<RedisClusterFixture>;

public sealed class RedisClusterRegistryConformance(RedisClusterFixture store) : RegistryConformance(store), IClassFixture<RedisClusterFixture>;

public sealed class RedisClusterBadInputConformance(RedisClusterFixture store) : BadInputConformance(store), IClassFixture<RedisClusterFixture>;

public sealed class RedisClusterLinearizabilityConformance(RedisClusterFixture store) : LinearizabilityConformance(store), IClassFixture<RedisClusterFixture>
{
    protected override int HistoriesOfAKind => 50;
}
