using GranularSessions.Tests.Http;

namespace GranularSessions.Tests.InMemory;

public sealed class InMemoryHttpTests(InMemoryStoreFixture store) : StoreHttpTests(store), IClassFixture<InMemoryStoreFixture>;
