using GranularSessions.PostgreSql;

namespace GranularSessions.Tests.Documentation;

public sealed class StoresPostgreSqlPageTests()
    : StorePageTests("stores-postgresql.md", typeof(StoresPostgreSqlExamples), typeof(PostgreSqlSessionOptions));
