using GranularSessions.Conformance;
using GranularSessions.Tests.Linearizability;

namespace GranularSessions.Tests.PostgreSql;

public sealed class PostgreSqlContractConformance(PostgreSqlStoreFixture store) : ContractConformance(store), IClassFixture<PostgreSqlStoreFixture>;

public sealed class PostgreSqlCounterConformance(PostgreSqlStoreFixture store) : CounterConformance(store), IClassFixture<PostgreSqlStoreFixture>;

public sealed class PostgreSqlSetConformance(PostgreSqlStoreFixture store) : SetConformance(store), IClassFixture<PostgreSqlStoreFixture>;

public sealed class PostgreSqlMapConformance(PostgreSqlStoreFixture store) : MapConformance(store), IClassFixture<PostgreSqlStoreFixture>;

public sealed class PostgreSqlListConformance(PostgreSqlStoreFixture store) : ListConformance(store), IClassFixture<PostgreSqlStoreFixture>;

public sealed class PostgreSqlValueConformance(PostgreSqlStoreFixture store) : ValueConformance(store), IClassFixture<PostgreSqlStoreFixture>;

public sealed class PostgreSqlTokenConformance(PostgreSqlStoreFixture store) : TokenConformance(store), IClassFixture<PostgreSqlStoreFixture>;

public sealed class PostgreSqlEntryConformance(PostgreSqlStoreFixture store) : EntryConformance(store), IClassFixture<PostgreSqlStoreFixture>;

public sealed class PostgreSqlOperationConformance(PostgreSqlStoreFixture store) : OperationConformance(store), IClassFixture<PostgreSqlStoreFixture>;

public sealed class PostgreSqlExpiryConformance(PostgreSqlStoreFixture store) : ExpiryConformance(store), IClassFixture<PostgreSqlStoreFixture>;

public sealed class PostgreSqlLifecycleConformance(PostgreSqlStoreFixture store) : LifecycleConformance(store), IClassFixture<PostgreSqlStoreFixture>;

public sealed class PostgreSqlRegistryConformance(PostgreSqlStoreFixture store) : RegistryConformance(store), IClassFixture<PostgreSqlStoreFixture>;

public sealed class PostgreSqlBadInputConformance(PostgreSqlStoreFixture store) : BadInputConformance(store), IClassFixture<PostgreSqlStoreFixture>;

public sealed class PostgreSqlLinearizabilityConformance(PostgreSqlStoreFixture store) : LinearizabilityConformance(store), IClassFixture<PostgreSqlStoreFixture>
{
    protected override int HistoriesOfAKind => ManyHistories.OfAKind;
}

/// <summary>A store whose tables are split by hash.</summary>
public sealed class PartitionedStoreFixture() : PostgreSqlStoreFixture(hashPartitions: 4);

public sealed class PartitionedContractConformance(PartitionedStoreFixture store) : ContractConformance(store), IClassFixture<PartitionedStoreFixture>;

public sealed class PartitionedOperationConformance(PartitionedStoreFixture store) : OperationConformance(store), IClassFixture<PartitionedStoreFixture>;

public sealed class PartitionedLifecycleConformance(PartitionedStoreFixture store) : LifecycleConformance(store), IClassFixture<PartitionedStoreFixture>;

public sealed class PartitionedExpiryConformance(PartitionedStoreFixture store) : ExpiryConformance(store), IClassFixture<PartitionedStoreFixture>;

public sealed class PartitionedRegistryConformance(PartitionedStoreFixture store) : RegistryConformance(store), IClassFixture<PartitionedStoreFixture>;
