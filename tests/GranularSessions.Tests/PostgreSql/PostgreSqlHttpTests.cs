using GranularSessions.Tests.Http;

namespace GranularSessions.Tests.PostgreSql;

public sealed class PostgreSqlHttpTests(PostgreSqlStoreFixture store) : StoreHttpTests(store), IClassFixture<PostgreSqlStoreFixture>;
